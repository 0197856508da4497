"""How we write: the figures, who sees whose, sentences, the switch, the files."""

import csv
import datetime
import io

import pytest
from django.urls import reverse

from otklik.desk.views.writing import around
from otklik.insight.actions import count_use, show_persons
from otklik.insight.models import Judgement, Privacy
from otklik.insight.reading import week_of
from otklik.kit.clock import now
from otklik.people.models import Agent
from otklik.tickets import actions
from otklik.tickets.rules import NotAllowed
from tests.cast import ticket
from tests.desk.test_doors import enter
from tests.desk.test_questions import asked
from tests.insight.letters import BAD, GOOD, judged

PAGE = "/writing/"
WEEK = datetime.timedelta(weeks=1)


@pytest.fixture
def today():
    return now()


@pytest.fixture
def open_house(cast, today):
    """Persons are shown."""
    show_persons(True, by=cast.clara, at=today)
    return cast


def page(agent, query=""):
    answer = enter(agent).get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def table(agent, name, query=""):
    answer = enter(agent).get(reverse("desk:writing-table", args=[name]) + query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(
        csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";" if agent.language == "ru" else ",")
    )


def test_an_empty_desk_says_so(cast):
    assert "Писем здесь пока нет" in page(cast.boris)


def test_the_figures_are_those_of_the_letters(open_house, today):
    cast = open_house
    bad = judged(cast, at=today - WEEK)
    judged(cast, GOOD, at=today, by=cast.nina)
    weeks = table(cast.boris, "weeks")
    assert weeks[1:] == [
        [str(week_of(today - WEEK)), "1", str(bad.faults), f"{bad.faults},00", "0"],
        [str(week_of(today)), "1", "0", "0,00", "1"],
    ]
    assert table(cast.boris, "agents")[1:] == [
        ["Борис Климов", "1", str(bad.faults), f"{bad.faults},00", "0"],
        ["Нина Ветрова", "1", "0", "0,00", "1"],
    ]
    found = page(cast.boris)
    assert ("<dd>50 %</dd>" in found, f"<dd>{bad.faults / 2:.2f}</dd>".replace(".", ",") in found) == (True, True)


@pytest.mark.parametrize(
    ("query", "letters"),
    [("", 3), ("?period=4", 2), ("?period=all", 4), ("?team={team}", 1), ("?agent={nina}", 1), ("?language=en", 1), ("?language=ru", 2),
     ("?period=nonsense&language=xx", 3)],
)  # fmt: skip
def test_letters_are_chosen(open_house, today, query, letters):
    cast = open_house
    judged(cast, at=today, team=cast.hosting)
    judged(cast, at=today, by=cast.nina)
    judged(cast, "Hi Anna,\n\nWe have looked at the log and the disk was full.", at=today - 6 * WEEK)
    judged(cast, at=today - 30 * WEEK)
    rows = table(cast.boris, "weeks", query.format(team=cast.hosting.pk, nina=cast.nina.pk))
    assert sum(int(each[1]) for each in rows[1:]) == letters


@pytest.mark.parametrize(
    "query", ["?team=999", "?team=x", "?agent=999", "?agent=-1", "?team={billing}", "?agent=" + "9" * 30]
)
def test_what_is_not_the_readers_is_not_there(open_house, query):
    cast = open_house
    query = query.format(billing=cast.billing.pk)
    boris = enter(cast.boris)
    assert [boris.get(path + query).status_code for path in (PAGE, PAGE + "weeks.csv")] == [404, 404]


def test_a_private_teams_letters_are_its_members(open_house, today):
    cast = open_house
    judged(cast, at=today, by=cast.nina, team=cast.billing)
    assert [len(table(each, "weeks")) for each in (cast.boris, cast.vera, cast.nina, cast.clara)] == [1, 1, 2, 2]
    assert "осуществим" not in page(cast.boris)


def test_a_sentence_is_gone_with_its_ticket(open_house, today):
    cast = open_house
    row = judged(cast, at=today)
    assert ("<mark>осуществим</mark>" in page(cast.boris), f"/tickets/{row.ticket_id}/" in page(cast.boris)) == (
        True,
        True,
    )
    actions.set_team(row.ticket, cast.billing, by=cast.clara, at=today)
    assert ("осуществим" in page(cast.boris), f"/tickets/{row.ticket_id}/" in page(cast.boris)) == (False, False)
    assert "<mark>осуществим</mark>" in page(cast.nina)


def test_persons_are_hidden_until_an_admin_shows_them(cast, today):
    for agent in (cast.boris, cast.nina, cast.clara):
        judged(cast, at=today, by=agent)
    names = ("Борис Климов", "Нина Ветрова", "Клара Орлова")

    def persons(reader):
        return [each[0] for each in table(reader, "agents")[1:]]

    assert [persons(each) for each in (cast.boris, cast.clara, cast.vera)] == [["Борис Климов"], ["Клара Орлова"], []]
    assert [table(each, "weeks")[1][1] for each in (cast.boris, cast.clara, cast.vera)] == ["3", "3", "3"]
    assert [name in page(cast.boris) for name in names] == [True, False, False]
    assert enter(cast.boris).get(f"{PAGE}?agent={cast.nina.pk}").status_code == 404
    assert page(cast.vera).count("<mark>") == 0
    enter(cast.clara).post(reverse("desk:writing-persons"), {"shows": "1"})
    assert persons(cast.boris) == sorted(names)
    enter(cast.clara).post(reverse("desk:writing-persons"), {"shows": "0"})
    assert (persons(cast.boris), Privacy.objects.get().changed_by) == (["Борис Климов"], cast.clara)


def test_a_sum_that_would_tell_of_one_person_is_not_shown(cast, today):
    judged(cast, at=today, by=cast.nina, team=cast.hosting)
    judged(cast, GOOD, at=today, by=cast.boris, team=cast.hosting)
    assert table(cast.boris, "weeks")[1][1:] == ["1", "0", "0,00", "1"]
    assert table(cast.vera, "weeks")[1][1] == "2"  # of two people: it points to neither
    assert "сумма выдала бы" in page(cast.boris)
    judged(cast, at=today, by=cast.clara)
    assert table(cast.boris, "weeks")[1][1] == "3"
    assert [each[0] for each in table(cast.boris, "teams")[1:]] == []  # one other in each team


def test_only_an_admin_turns_the_switch(cast, today):
    for agent in (cast.boris, cast.vera):
        with pytest.raises(NotAllowed):
            show_persons(True, by=agent, at=today)
    assert Privacy.objects.count() == 0
    assert [b"writing/persons" in enter(each).get(PAGE).content for each in (cast.boris, cast.clara)] == [False, True]


def test_fixes_and_dismissals_stand_beside_the_fault(open_house, today):
    cast = open_house
    row = judged(cast, at=today)
    boris = enter(cast.boris)
    for what in ("shown", "shown", "applied", "dismissed"):
        boris.post(
            reverse("desk:finding", args=[row.ticket_id]),
            {"what": what, "rule": "officialese", "key": "officialese:x"},
        )
    (found,) = [each for each in table(cast.boris, "faults") if each[0] == "officialese"]
    assert (found[1], found[4:]) == ("Канцелярит", ["2", "1", "1"])
    assert "показано 2, исправлено 1, отклонено 1" in page(cast.boris)


def questions(cast, today, few, many):
    """Judged first letters of three weeks ago, (how many, after how many the customer wrote again) of each kind."""
    seed = judged(cast, GOOD, at=today - 3 * WEEK)
    Judgement.objects.all().delete()
    for (count, again), faults in ((few, 0), (many, 4)):
        for place in range(count):
            _, message = ticket(cast, at=today - 3 * WEEK)
            seed.pk, seed.message, seed.ticket, seed.faults = None, message, message.ticket, faults
            seed.written_again_at = today - 2 * WEEK if place < again else None
            seed.save(force_insert=True)


@pytest.mark.parametrize(
    ("few", "many", "said"),
    [((29, 1), (60, 50), "Писем пока мало"), ((30, 10), (30, 12), "может быть случайной"), ((40, 4), (40, 30), "переспрашивали реже"),
     ((40, 30), (40, 4), "переспрашивали чаще")],
)  # fmt: skip
def test_what_may_be_said_of_questions_is_said(open_house, today, few, many, said):
    questions(open_house, today, few, many)
    found = page(open_house.boris)
    assert (said in found, f"написали снова: {few[1]} из {few[0]} обращен" in found) == (True, True)


def test_a_letter_whose_week_is_not_over_says_nothing_of_questions(open_house, today):
    judged(open_house, at=today - datetime.timedelta(days=3))
    assert page(open_house.boris).count("обращений нет") == 2


def test_no_cell_is_a_formula(open_house, today):
    cast = open_house
    for place, name in enumerate(("=1+1", " @SUM(A1)", "+7", "-1", "\t=1", "＝1")):
        Agent.objects.filter(pk=cast.nina.pk).update(name=name)
        judged(cast, at=today, by=cast.nina)
        (cell,) = [each[0] for each in table(cast.clara, "agents")[1:]]
        assert (place, cell) == (place, f"'{name}")


@pytest.mark.parametrize("name", ["weeks", "situations", "faults", "teams", "agents"])
def test_every_table_has_its_file_and_no_other(open_house, today, name):
    judged(open_house, at=today)
    assert len(table(open_house.boris, name)) > 1
    assert enter(open_house.boris).get(f"{PAGE}nonsense.csv").status_code == 404


def test_many_letters_ask_as_much_as_few(open_house, today):
    cast = open_house
    boris = enter(cast.boris)
    judged(cast, at=today)
    one, _ = asked(boris, "writing")
    for place in range(12):
        by = (cast.boris, cast.nina, cast.clara)[place % 3]
        row = judged(cast, BAD if place % 2 else GOOD, at=today - place * WEEK, by=by, team=cast.hosting)
        count_use("officialese", what="shown", by=by, ticket=row.ticket, language="ru", day=today.date())
    many, found = asked(boris, "writing")
    assert (many, found.count('class="bar-in"') > 3) == (one, True)


def test_no_judging_in_a_request(open_house, today):
    judged(open_house, at=today)
    Judgement.objects.update(coach="an older one")
    found = page(open_house.boris)
    assert ("коуч другой версии" in found, Judgement.objects.get().coach) == (True, "an older one")


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Привет!\nВаш запрос принят. Ждите.", "запрос", ("Ваш ", "запрос", " принят.")),
        ("Ваш запрос", "запрос", ("Ваш ", "запрос", "")),
        ("Первое. Ваш запрос принят! И ещё.", "запрос принят!", ("Ваш ", "запрос принят!", "")),
        ("а" * 300 + " запрос " + "б" * 300, "запрос", ("…" + "а" * 139 + " ", "запрос", " " + "б" * 139 + "…")),
    ],
)
def test_a_sentence_is_shown_around_its_words(text, words, shown):
    start = text.index(words)
    assert around(text, start, start + len(words)) == shown


def test_an_absence_has_no_words():
    assert around("Привет!", None, None) is None


def test_a_file_speaks_the_readers_language(open_house, today):
    cast = open_house
    row = judged(cast, at=today)
    assert table(cast.boris, "weeks")[0] == [
        "Неделя с",
        "Письма",
        "Замечания",
        "Замечаний на письмо",
        "Без замечаний",
    ]
    Agent.objects.filter(pk=cast.boris.pk).update(language="en")
    cast.boris.refresh_from_db()
    heads, figures = table(cast.boris, "weeks")
    assert heads == ["Week of", "Letters", "Remarks", "Faults a letter", "Without a fault"]
    assert figures[1:] == ["1", str(row.faults), f"{row.faults}.00", "0"]
