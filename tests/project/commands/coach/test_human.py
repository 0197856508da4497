"""Remarks on a terminal: colours, the underline under wide and long lines."""

from otklik.coach.reply import Letter, check
from otklik.coach.reply.documents import letters_in
from otklik.project.commands.coach.human import report
from otklik.project.commands.coach.judging import Judged


def shown(text, *, width=80, is_coloured=False):
    (written,) = letters_in(text, "text", Letter(text=""))
    found = tuple(each for each in check(written.letter) if each.rule == "inconvenience")
    return report([Judged("a.txt", written, found)], is_coloured=is_coloured, width=width).splitlines()


def test_colours_underline_the_words_themselves():
    line = shown("Простите за неудобства.", is_coloured=True)[1]
    assert line == "    Простите за \x1b[4;33mнеудобства\x1b[0m."


def test_a_long_line_is_cut_around_the_words():
    text = "Очень " * 60 + "просим простить нас за неудобства, " + "очень " * 60
    line, under = shown(text.strip(), width=72)[1:3]
    start = under.index("~")
    assert (line[start : start + under.count("~")], len(line) <= 72, line[4], line[-1]) == (
        "неудобства",
        True,
        "…",
        "…",
    )


def test_wide_letters_take_two_columns():
    line, under = shown("漢字 простите за неудобства")[1:3]
    assert under.index("~") == line.index("неудобства") + 2


def test_that_there_was_nothing_to_read_is_said():
    assert report([], is_coloured=False, width=80) == "No letters there.\n"
