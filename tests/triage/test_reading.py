"""What is understood of a ticket, when the machine may say it, whom it goes to, how later letters add to it."""

import pytest

from otklik.kit import blobs
from otklik.tickets import actions as tickets
from otklik.tickets import events
from otklik.tickets.arrivals import File
from otklik.tickets.models import Event, Ticket
from otklik.tickets.rules import NotAllowed
from otklik.triage import actions, queries, rules
from otklik.triage.models import Decision, Mention, Reading
from otklik.triage.types import types
from tests.cast import TUESDAY, arrival, ticket

RICH = "С утра сайт lavka-chai.example не открывается, пишет 502. Вчера обновляли корзину. С телефона то же самое, такого раньше не было."
VAGUE = "Сайт не открывается, помогите"
UNCLEAR = "ничего не работает сделайте что нибудь"


def words_of(row):
    return {each.question.id: each.words for each in queries.answers(queries.reading_of(row))}


def test_a_clear_request_is_sorted_and_its_answers_found(cast):
    row, message = ticket(cast, RICH, subject="Сайт лежит")
    known = actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    assert (row.category, known.kind, known.decided_by, known.probability > 0.9) == (
        "site-down",
        "site-down",
        "machine",
        True,
    )
    assert words_of(row) == {
        "site-down.since-when": "С утра", "site-down.what-changed": "Вчера обновляли корзину", "site-down.other-connection": "С телефона",
        "site-down.happened-before": "такого раньше не было", "site-down.error-code": "502", "site-down.example-domain": "lavka-chai.example",
    }  # fmt: skip
    assert (known.missing, round(known.completeness, 2)) == (
        ["site-down.other-browser", "site-down.contacted-before", "site-down.panel-access"], 0.81,
    )  # fmt: skip
    assert {(each.kind, each.value) for each in Mention.objects.all()} == {
        ("domain", "lavka-chai.example"),
        ("error", "502"),
    }
    assert {each["message"] for each in known.answers.values()} == {message.pk}


def test_what_is_unclear_is_left_to_an_agent_with_three_likely_types(cast):
    row, _ = ticket(cast, UNCLEAR, subject="")
    known = actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    assert (row.category, known.kind, known.decided_by, known.completeness, len(known.likely)) == (
        "",
        "",
        "",
        None,
        3,
    )
    assert (Decision.objects.count(), Event.objects.count()) == (0, 1)


def test_reading_again_changes_nothing(cast):
    row, _ = ticket(cast, RICH)
    first = actions.read(row, at=TUESDAY)
    ids = list(Mention.objects.values_list("pk", flat=True))
    again = actions.read(Ticket.objects.get(pk=row.pk), at=TUESDAY)
    assert (first.pk, first.answers, first.likely) == (again.pk, again.answers, again.likely)
    assert (
        Reading.objects.count(),
        Decision.objects.count(),
        list(Mention.objects.values_list("pk", flat=True)),
    ) == (1, 1, ids)
    assert Event.objects.filter(kind=events.CATEGORY_CHANGED).count() == 1


def test_machines_and_strangers_are_not_read(cast):
    row, _ = ticket(cast, "Out of office", auto="auto-reply")
    assert actions.read(row, at=TUESDAY) is None
    row, _ = ticket(cast, VAGUE)
    actions.read(row, at=TUESDAY)
    tickets.receive(
        row,
        arrival("Пишет 502, сайт lavka.example", sender="ivan@lavka.example"),
        contact=cast.ivan,
        account=cast.mailbox,
    )
    assert actions.read(row, at=TUESDAY).answers == {}


def test_later_letters_add_what_was_missing(cast):
    row, _ = ticket(cast, VAGUE)
    before = actions.read(row, at=TUESDAY)
    tickets.receive(
        row,
        arrival("lavka-chai.example, пишет 502, с телефона то же", at=TUESDAY),
        contact=cast.anna,
        account=cast.mailbox,
    )
    after = actions.read(row, at=TUESDAY)
    assert (before.completeness, before.answers) == (0, {})
    assert words_of(row) == {
        "site-down.other-connection": "с телефона",
        "site-down.error-code": "502",
        "site-down.example-domain": "lavka-chai.example",
    }
    assert after.completeness == pytest.approx(0.5)


def test_numbered_answers_find_the_questions_of_our_letter(cast):
    row, message = ticket(cast, VAGUE)
    actions.read(row, at=TUESDAY)
    asked = "1. Какую ошибку или какой код показывает браузер?\n2. Что делали с сайтом или сервером перед этим?"
    tickets.reply(
        row,
        by=cast.boris,
        text=asked,
        to=["anna@firma.example"],
        external_id="q@nord.example",
        at=TUESDAY,
        send_after=TUESDAY,
        seen=message.pk,
    )
    tickets.receive(
        row, arrival("1. просто крутится колёсико\n2. да вроде нет"), contact=cast.anna, account=cast.mailbox
    )
    actions.read(row, at=TUESDAY)
    assert words_of(row) == {
        "site-down.error-code": "просто крутится колёсико",
        "site-down.what-changed": "да вроде нет",
    }


def test_an_unclear_request_may_become_clear_by_a_later_letter(cast):
    row, _ = ticket(cast, UNCLEAR, subject="")
    actions.read(row, at=TUESDAY)
    tickets.receive(row, arrival(RICH, subject="Re:"), contact=cast.anna, account=cast.mailbox)
    actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    assert row.category == "site-down"


MTR = "HOST: desk.local              Loss%   Snt   Last   Avg  Best  Wrst StDev\n" + "".join(
    f"  {at}.|-- 198.51.100.{at}          {loss}%  {{packets}}    {at}.0   {at}.0   1.0   9.0   1.0\n"
    for at, loss in ((1, "0.0"), (2, "0.0"), (3, "12.0"), (4, "12.4"))
)


@pytest.mark.parametrize(("packets", "is_weak"), [(1000, False), (100, True)])
def test_reports_of_mtr_are_judged_in_the_letter_and_in_its_files(cast, packets, is_weak):
    text = MTR.format(packets=packets)
    row, _ = ticket(cast, f"Потери пакетов до сервера, сеть тормозит\n\n{text}")
    (found,) = actions.read(row, at=TUESDAY).reports
    assert (found["tool"], found["packets"], len(found["hops"]), found["weak"], found["file"]) == (
        "mtr",
        packets,
        4,
        is_weak,
        None,
    )
    assert [(each["id"], each["hop"]) for each in found["problems"] if each["id"] == "loss-to-end"] == [
        ("loss-to-end", 3)
    ]
    content = text.encode()
    letter = arrival("Потери пакетов, отчёт во вложении", subject="Сеть")
    letter = type(letter)(
        **{**letter.__dict__, "files": (File("mtr.txt", "text/plain", len(content), blobs.put(content)),)}
    )
    other, message = tickets.open_ticket(letter, requester=cast.anna, brand=cast.nord, account=cast.mailbox)
    known = actions.read(other, at=TUESDAY)
    assert (known.reports[0]["hops"], known.reports[0]["file"]) == (found["hops"], message.attachments.get().pk)
    assert ("network.mtr-forward" in known.answers) == (not is_weak)


def test_a_report_makes_up_for_few_words(cast):
    row, _ = ticket(cast, f"вот mtr\n{MTR.format(packets=100)}", subject="")
    known = actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    assert (row.category, known.decided_by, known.probability < 0.9, known.reports[0]["weak"]) == (
        "network",
        "machine",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("kind", "probability", "has_report", "is_sure"),
    [("network", 0.6, True, True), ("network", 0.59, True, False), ("network", 0.89, False, False), ("network", 0.9, False, True),
     ("mail", 0.89, True, False), ("no-such-type", 1.0, True, False)],
)  # fmt: skip
def test_when_the_machine_may_say_what_it_is(kind, probability, has_report, is_sure):
    assert rules.is_sure(types().get(kind), probability, has_report=has_report) is is_sure


def test_a_tracert_is_kept_as_what_will_not_do(cast):
    row, _ = ticket(
        cast,
        "Сеть тормозит.\nТрассировка маршрута к 198.51.100.80 с максимальным числом прыжков 30:\n  1  1 ms  1 ms  1 ms  192.168.0.1",
    )
    (found,) = actions.read(row, at=TUESDAY).reports
    assert (found["tool"], found["target"], found["weak"]) == ("tracert", "198.51.100.80", True)


def test_a_type_goes_to_the_team_that_takes_it(cast):
    actions.set_routes({"site-down": cast.hosting}, by=cast.clara)
    row, _ = ticket(cast, RICH)
    actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    assert row.team == cast.hosting


def test_a_mailboxs_own_team_stays(cast):
    actions.set_routes({"site-down": cast.hosting}, by=cast.clara)
    row, _ = ticket(cast, RICH, team=cast.billing)
    actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    assert (row.category, row.team) == ("site-down", cast.billing)


def test_what_an_agent_has_touched_is_left_alone(cast):
    actions.set_routes({"site-down": cast.hosting}, by=cast.clara)
    row, _ = ticket(cast, RICH)
    tickets.set_priority(row, 3, by=cast.boris, at=TUESDAY)
    known = actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    assert (row.category, row.team, known.kind, known.guess) == ("", None, "site-down", "site-down")


def test_an_agents_word_is_recorded_and_holds(cast):
    row, _ = ticket(cast, RICH)
    actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    actions.decide(row, "software-start", by=cast.boris, at=TUESDAY)
    known = actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    assert (row.category, known.kind, known.decided_by, known.guess) == (
        "software-start",
        "software-start",
        "agent",
        "site-down",
    )
    assert [(each.agent, each.before, each.chosen, each.guess) for each in Decision.objects.order_by("pk")] == [
        (None, "", "site-down", "site-down"), (cast.boris, "site-down", "software-start", "site-down"),
    ]  # fmt: skip


def test_nothing_of_these_holds_too(cast):
    row, _ = ticket(cast, RICH)
    actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    actions.decide(row, "", by=cast.boris, at=TUESDAY)
    known = actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    assert (row.category, known.kind, known.decided_by) == ("", "", "agent")


@pytest.mark.parametrize("said", ["mail", ""])
def test_an_agent_who_is_faster_than_the_reading_is_not_overruled(cast, monkeypatch, said):
    row, _ = ticket(cast, UNCLEAR)
    actions.read(row, at=TUESDAY)
    understand, others = actions.reading.understand, [Ticket.objects.get(pk=row.pk)]

    def slowly(*given, **words):
        if others:
            actions.decide(others.pop(), said, by=cast.boris, at=TUESDAY)
        return understand(*given, **words)

    monkeypatch.setattr(actions.reading, "understand", slowly)
    known = actions.read(row, at=TUESDAY)
    assert (known.decided_by, known.kind) == ("agent", said)


def test_a_chip_hands_an_untouched_ticket_to_its_team(cast):
    actions.set_routes({"mail": cast.hosting, "billing": cast.billing}, by=cast.clara)
    row, _ = ticket(cast, UNCLEAR)
    actions.read(row, at=TUESDAY)
    actions.decide(row, "mail", by=cast.boris, at=TUESDAY)
    row.refresh_from_db()
    assert row.team == cast.hosting
    other, _ = ticket(cast, UNCLEAR)
    actions.decide(other, "billing", by=cast.boris, at=TUESDAY)  # a private team that he may not know of
    other.refresh_from_db()
    assert (other.category, other.team) == ("billing", None)


def test_viewers_decide_nothing_and_agents_route_nothing(cast):
    row, _ = ticket(cast, RICH)
    with pytest.raises(NotAllowed):
        actions.decide(row, "mail", by=cast.vera, at=TUESDAY)
    with pytest.raises(NotAllowed):
        actions.set_routes({"mail": cast.hosting}, by=cast.boris)
    with pytest.raises(ValueError, match="no type"):
        actions.decide(row, "no-such-type", by=cast.boris, at=TUESDAY)
    assert (Decision.objects.count(), queries.routes()) == (0, {})


def test_a_team_may_be_taken_off_a_type(cast):
    actions.set_routes({"mail": cast.hosting, "network": cast.hosting}, by=cast.clara)
    actions.set_routes({"mail": None}, by=cast.clara)
    assert queries.routes() == {"network": cast.hosting.pk}


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("Это безобразие, третий раз за месяц!!!", "angry"),
        ("Очень срочно, сегодня сдаём проект, сайт не открывается", "urgent"),
        (RICH, "calm"),
        ("Thank you so much!", "glad"),
    ],
)
def test_the_mood_is_told_from_the_words(cast, text, mood):
    row, _ = ticket(cast, text, subject="")
    assert actions.read(row, at=TUESDAY).mood == mood


def test_reading_takes_a_few_queries_whatever_the_length(cast, django_assert_max_num_queries):
    row, _ = ticket(cast, RICH)
    actions.read(row, at=TUESDAY)
    for _ in range(12):
        tickets.receive(row, arrival("Ещё раз: 502"), contact=cast.anna, account=cast.mailbox)
    with django_assert_max_num_queries(16):
        actions.read(row, at=TUESDAY)
