"""The story covers what it promises: situations, types of requests, tones, languages, charsets, clients, files, drafts."""

import collections
import datetime

from otklik.coach.reply import Letter, check
from otklik.coach.reply.model import SITUATIONS
from otklik.demo import story

HOSTING = {
    "server-unreachable", "site-down", "login", "software-start", "mail", "network", "site-element", "software-install", "virus", "domain",
    "backup",
}  # fmt: skip
PEOPLE, TALES = story.tales()


def values(key):
    return collections.Counter(tale.options[key] for tale in TALES if tale.options.get(key))


def replies():
    """(tale, turn, rules that it breaks) of every answer that was sent."""
    found = []
    for tale in TALES:
        for turn in tale.turns:
            if turn.by and not turn.by.startswith("note-") and not turn.is_draft:
                wish = "Have a great Tuesday!" if turn.text.startswith("Hi") else "Хорошего вторника!"
                letter = Letter(
                    turn.text.replace("{day}", wish),
                    situation=tale.options.get("situation", ""),
                    customer_name=PEOPLE[tale.sender],
                    weekday=1,
                )
                found.append((tale, turn, {each.rule for each in check(letter)}))
    return found


def test_some_forty_tickets_over_three_weeks():
    assert 38 <= len(TALES) <= 48
    assert datetime.timedelta(days=19) < max(tale.ago for tale in TALES) <= datetime.timedelta(days=21)
    assert {tale.brand for tale in TALES} == {"nord", "tabel"}


def test_all_situations_and_all_types_are_there():
    assert set(SITUATIONS) - set(values("situation")) == set()
    assert {name for name in HOSTING if values("category")[name] < 1} == set()
    assert [tale.subject for tale in TALES if not tale.options.get("category")] == []
    assert {tale.options["category"] for tale in TALES if tale.brand == "tabel"} & HOSTING == set()


def test_languages_charsets_clients_and_files_differ():
    assert {"en", "de", "fr", "uk"} <= set(values("lang"))
    assert {"windows-1251", "koi8-r", "iso-8859-5", "iso-8859-1"} <= set(values("charset"))
    assert {"gmail", "yandex", "iphone", "outlook"} <= set(values("client"))
    assert {"png", "log", "csv", "journal", "short-mtr"} <= set(values("attach"))
    assert {"pending", "on-hold", "solved", "closed"} <= set(values("status"))


def test_letters_are_short_and_long_and_drafts_are_half_written():
    first = [len(tale.turns[0].text) for tale in TALES]
    assert (min(first) < 60, max(first) > 400) == (True, True)
    assert len([turn for tale in TALES for turn in tale.turns if turn.is_draft]) >= 3


def test_one_answer_breaks_most_rules_and_most_break_none():
    broken = sorted((rules for _, _, rules in replies()), key=len)
    assert len(broken[-1]) >= 6
    assert len(broken[-2]) <= 1
    assert len([rules for rules in broken if not rules]) >= 0.9 * len(broken)


def test_no_text_is_told_twice():
    texts = [turn.text for tale in TALES for turn in tale.turns if len(turn.text) > 30]
    assert [text for text, count in collections.Counter(texts).items() if count > 1] == []
