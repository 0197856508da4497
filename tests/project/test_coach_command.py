"""`otklik coach situations`: what there is, and what one of them asks for."""

from otklik.coach.reply import situations
from otklik.project.commands import coach


def test_all_situations_are_listed_in_both_languages(capsys):
    assert coach.run(["situations"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == [*situations.shipped().by_id, *situations.shipped().by_id]


def test_one_situation_is_shown_whole(capsys):
    assert coach.run(["situations", "refund", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "? Did you name the amount?" in out
    assert "The money is on its way [sent]" in out
