"""The pages of wishes: who sees and does what, how many questions they ask, and the whole way to a sent letter."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from otklik.desk.models import Signal
from otklik.desk.subscribers import tell_pages
from otklik.services.models import FeatureRequest
from otklik.tickets import actions, wishes
from otklik.tickets.models import Announcement, Event, Message, Vote
from tests.cast import PASSWORD, TUESDAY, ticket


def enter(agent):
    client = Client()
    assert client.login(email=agent.email, username=agent.email, password=PASSWORD)
    return client


def to(name, *arguments):
    return reverse(f"desk:{name}", args=arguments)


def wish(cast, title="Тёмная тема", status="unplanned", rows=()):
    feature = actions.add_wish(title, brand=None, by=cast.nina, at=TUESDAY)
    for row in rows:
        actions.link_wish(row, feature, by=cast.nina, at=TUESDAY)
    actions.move_wish(feature, status, by=cast.nina, at=TUESDAY)
    return feature


@pytest.fixture
def boris(cast):
    return enter(cast.boris)


def test_guests_are_sent_to_the_door(cast):
    feature = wish(cast)
    for address in (to("features"), to("feature", feature.pk), to("announcements", feature.pk)):
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/login/")


def test_a_viewer_reads_and_changes_nothing(cast):
    row, _ = ticket(cast)
    feature = wish(cast, "Тёмная тема", "shipped", [row])
    vera, nina = enter(cast.vera), enter(cast.nina)
    nina.post(to("announcements", feature.pk))
    letter = Announcement.objects.get()
    for address in (to("features"), to("feature", feature.pk), to("announcements", feature.pk), to("announcement", feature.pk, letter.pk)):  # fmt: skip
        page = vera.get(address)
        assert page.status_code == 200
        assert "<form" not in re.sub(r"<form[^>]*(?:role=.search.|logout)[^>]*>|<form method=.dialog.>", "", page.content.decode())  # fmt: skip
    for address, given in (
        (to("feature-add"), {"title": "x"}), (to("feature-edit", feature.pk), {"title": "x"}), (to("feature-move", feature.pk), {"status": "planned"}),
        (to("feature-merge", feature.pk), {"into": wish(cast, "Другое").pk}), (to("feature-voice", feature.pk), {"address": "ivan@lavka.example"}),
        (to("announcements", feature.pk), {}), (to("announcements-send", feature.pk), {}), (to("announcement", feature.pk, letter.pk), {"what": "approve", "text": "x"}),
        (to("announcement", feature.pk, letter.pk), {"what": "skip"}), (to("wishes", row.pk), {"title": "x"}), (to("wishes", row.pk), {"unlink": feature.pk}),
    ):  # fmt: skip
        assert (address, vera.post(address, given).status_code) == (address, 403)
    feature.refresh_from_db()
    assert (feature.title, feature.status, Vote.objects.count(), letter.state) == (
        "Тёмная тема",
        "shipped",
        1,
        "draft",
    )


def test_names_and_letters_of_a_private_team_are_numbers_to_others(cast, boris):
    secret, _ = ticket(cast, team=cast.billing, subject="Тайный счёт")
    feature = wish(cast, "Тёмная тема", "shipped", [secret])
    enter(cast.nina).post(to("announcements", feature.pk))
    letter = Announcement.objects.get()
    for name in ("feature", "announcements"):
        page = boris.get(to(name, feature.pk)).content.decode()
        assert ("Анна" in page, "Тайный" in page) == (False, False)
        assert "закрытой команды" in page
    assert "1 голос" in boris.get(to("features")).content.decode()
    assert boris.get(to("announcement", feature.pk, letter.pk)).status_code == 404
    for name in ("announcement", "announcement-coach"):
        assert boris.post(to(name, feature.pk, letter.pk), {"what": "approve", "text": "x"}).status_code == 404
    assert boris.get(to("wishes", secret.pk)).status_code == 404
    assert boris.post(to("wishes", secret.pk), {"feature": feature.pk}).status_code == 404
    actions.approve_announcement(letter, text="Готово", by=cast.nina, at=TUESDAY)
    boris.post(to("announcements-send", feature.pk))
    assert Message.objects.filter(direction="out").count() == 0


def test_a_letter_is_reached_through_its_own_wish_only(cast, boris):
    feature, other = wish(cast, "А", "shipped", [ticket(cast)[0]]), wish(cast, "Б", "shipped")
    boris.post(to("announcements", feature.pk))
    assert boris.get(to("announcement", other.pk, Announcement.objects.get().pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_questions_does_not_grow(cast, boris, count, django_assert_num_queries):
    feature = wish(cast, "Тёмная тема", "shipped", [ticket(cast)[0] for _ in range(count)])
    for number in range(count):
        wish(cast, f"Ещё {number}", "planned", [ticket(cast, requester=cast.ivan)[0]])
    boris.post(to("announcements", feature.pk))
    row, _ = ticket(cast)
    for address, number in (
        (to("features"), 10), (to("feature", feature.pk), 18), (to("announcements", feature.pk), 12), (to("wishes", row.pk), 7),
    ):  # fmt: skip
        boris.get(address)
        with django_assert_num_queries(number, info=address):
            assert boris.get(address).status_code == 200


def test_the_board_is_narrowed_by_words_and_brand(cast, boris):
    actions.add_wish("Тёмная витрина", brand=cast.tabel, by=cast.nina, at=TUESDAY)
    wish(cast, "Тёмная тема")
    wish(cast, "Выгрузка")

    def titles(**query):
        return re.findall(r'class="name">([^<]+)', boris.get(to("features"), query).content.decode())

    assert sorted(titles()) == ["Выгрузка", "Тёмная витрина", "Тёмная тема"]
    assert sorted(titles(q="тёмную")) == ["Тёмная витрина", "Тёмная тема"]
    assert titles(q="темной", brand="nord") == ["Тёмная тема"]


def test_a_wish_is_made_written_about_and_moved(cast, boris):
    page = boris.post(to("feature-add"), {"title": "  Тёмная   тема ", "brand": "tabel"})
    feature = FeatureRequest.objects.get()
    assert (feature.title, feature.brand, page.headers["Location"]) == ("Тёмная тема", cast.tabel, to("feature", feature.pk))  # fmt: skip
    boris.post(to("feature-edit", feature.pk), {"sentence_ru": "Начали в сентябре", "sentence_en": "Started"})
    assert (
        boris.post(to("feature-move", feature.pk), {"status": "planned"}, HTTP_HX_REQUEST="true").status_code == 204
    )
    assert boris.post(to("feature-move", feature.pk), {"status": "soon"}).status_code == 409
    boris.post(
        to("feature-edit", feature.pk), {"title": "Ночная тема", "description": "<b>Чтобы</b> спать", "brand": ""}
    )
    feature.refresh_from_db()
    assert (feature.title, feature.brand, feature.sentence_ru, feature.status) == ("Ночная тема", None, "Начали в сентябре", "planned")  # fmt: skip
    page = boris.get(to("feature", feature.pk)).content.decode()
    assert "&lt;b&gt;Чтобы&lt;/b&gt; спать" in page


def test_the_coach_reads_the_sentence(cast, boris):
    feature = wish(cast)
    boris.post(to("feature-edit", feature.pk), {"sentence_ru": "Ваш запрос принят в работу, приносим извинения за неудобства"})  # fmt: skip
    page = boris.get(to("feature", feature.pk)).content.decode()
    assert page.count('class="remark"') > 0


def test_a_merged_wish_leads_to_the_one_it_is_now(cast, boris):
    gone, stays = wish(cast, "Чёрная тема"), wish(cast)
    boris.post(to("feature-merge", gone.pk), {"into": stays.pk})
    assert boris.get(to("feature", gone.pk)).headers["Location"] == to("feature", stays.pk)
    assert boris.post(to("feature-merge", stays.pk), {"into": gone.pk}).status_code == 302
    assert boris.get(to("announcements", gone.pk)).status_code == 404


def test_a_voice_is_counted_by_a_known_address(cast, boris):
    feature = wish(cast)
    boris.post(to("feature-voice", feature.pk), {"address": " IVAN@lavka.example "})
    boris.post(to("feature-voice", feature.pk), {"address": "nobody@lavka.example"})
    assert list(Vote.objects.values_list("contact", "ticket")) == [(cast.ivan.pk, None)]
    boris.post(to("feature-voice", feature.pk), {"remove": cast.ivan.pk})
    assert Vote.objects.count() == 0


def test_the_picker_offers_links_and_makes(cast, boris):
    row, _ = ticket(cast, "Сделайте тёмную тему", subject="Ночью слепит")
    feature = wish(cast)
    wish(cast, "Выгрузка")
    page = boris.get(to("wishes", row.pk)).content.decode()
    assert re.findall(r'data-feature="(\d+)" aria-selected="(\w+)"', page)[0] == (str(feature.pk), "true")
    assert 'data-title="Ночью слепит"' in page
    page = boris.get(to("wishes", row.pk), {"q": "выгрузку"}).content.decode()
    assert re.findall(r'class="name">([^<]+)', page) == ["Выгрузка", "Новое пожелание: «выгрузку»"]
    page = boris.post(to("wishes", row.pk), {"feature": feature.pk}, HTTP_HX_REQUEST="true").content.decode()
    assert 'data-situation-now="feature-unplanned"' in page
    assert "Пока мы над этим не работаем" in page
    boris.post(to("wishes", row.pk), {"title": "Тишина"})
    assert [each.title for each in wishes.of_ticket(row, "ru")] == ["Тишина", "Тёмная тема"]
    boris.post(to("wishes", row.pk), {"unlink": feature.pk})
    assert [each.title for each in wishes.of_ticket(row, "ru")] == ["Тишина"]
    assert boris.post(to("wishes", row.pk), {}).status_code == 404


def test_letters_are_prepared_read_and_sent_and_go_once(cast, boris):
    rows = [ticket(cast)[0], ticket(cast, requester=cast.ivan, sender="ivan@lavka.example")[0]]
    feature = wish(cast, "Тёмная тема", "shipped", rows)
    boris.post(to("announcements", feature.pk))
    first, second = Announcement.objects.order_by("pk")
    assert boris.post(to("announcements-send", feature.pk)).status_code == 302
    assert Message.objects.filter(direction="out").count() == 0
    page = boris.get(to("announcement", feature.pk, first.pk)).content.decode()
    assert "Поправлять нечего" in page
    answer = boris.post(to("announcement", feature.pk, first.pk), {"what": "approve", "text": first.text + "\nP. S. Пишите!"})  # fmt: skip
    assert answer.headers["Location"] == to("announcement", feature.pk, second.pk)
    answer = boris.post(to("announcement", feature.pk, second.pk), {"what": "skip"})
    assert answer.headers["Location"] == to("announcements", feature.pk)
    for _ in range(2):
        boris.post(to("announcements-send", feature.pk))
    (message,) = Message.objects.filter(direction="out")
    assert (message.ticket_id, message.agent, message.text.endswith("Пишите!")) == (first.ticket_id, cast.boris, True)
    assert "Отправлено 0 из 1" in boris.get(to("announcements", feature.pk)).content.decode()
    assert "is-queued" in boris.get(to("announcements", feature.pk)).content.decode()


def test_a_leftover_stops_a_letter_when_it_is_read_and_when_it_goes(cast, boris):
    feature = wish(cast, "Тёмная тема", "shipped", [ticket(cast)[0]])
    boris.post(to("announcements", feature.pk))
    letter = Announcement.objects.get()
    hole = letter.text.replace("Попробуйте", "Попробуйте [[ссылка]]")
    answer = boris.post(to("announcement", feature.pk, letter.pk), {"what": "approve", "text": hole})
    assert (answer.status_code, "[[ссылка]]" in answer.content.decode()) == (409, True)
    assert (
        "coach-hole" in boris.post(to("announcement-coach", feature.pk, letter.pk), {"text": hole}).content.decode()
    )
    actions.approve_announcement(letter, text=hole, by=cast.boris, at=TUESDAY)
    boris.post(to("announcements-send", feature.pk))
    letter.refresh_from_db()
    assert (letter.state, Message.objects.filter(direction="out").count()) == ("draft", 0)


def test_nothing_is_prepared_before_it_has_shipped(cast, boris):
    feature = wish(cast, "Тёмная тема", "in-work", [ticket(cast)[0]])
    assert boris.post(to("announcements", feature.pk)).headers["Location"] == to("feature", feature.pk)
    assert Announcement.objects.count() == 0


def test_open_pages_hear_of_a_wish_and_of_its_letters(cast, boris):
    row, _ = ticket(cast)
    feature = wish(cast, "Тёмная тема", "shipped", [row])
    boris.post(to("announcements", feature.pk))
    letter = Announcement.objects.get()
    actions.approve_announcement(letter, text=letter.text, by=cast.boris, at=TUESDAY)
    boris.post(to("announcements-send", feature.pk))
    sent = Message.objects.get(direction="out")
    Message.objects.filter(pk=sent.pk).update(state="sending")
    actions.record_sent(sent, at=TUESDAY)
    tell_pages([Event.objects.get(kind="message-sent")])
    assert set(Signal.objects.values_list("name", flat=True)) == {f"ticket-{row.pk}", "inbox", f"feature-{feature.pk}", "features"}  # fmt: skip
    Signal.objects.all().delete()
    tell_pages(list(Event.objects.filter(kind="feature-added")))
    assert set(Signal.objects.values_list("name", flat=True)) == {f"feature-{feature.pk}", "features"}


@pytest.mark.parametrize("value", ["", "x", "0", "-1", "²", "9" * 40])
def test_no_number_breaks_a_page(cast, boris, value):
    row, _ = ticket(cast)
    feature = wish(cast)
    for address, given in (
        (to("feature-merge", feature.pk), {"into": value}), (to("feature-voice", feature.pk), {"remove": value}), (to("feature-edit", feature.pk), {"brand": value}),
        (to("wishes", row.pk), {"feature": value}), (to("wishes", row.pk), {"unlink": value}), (to("feature-move", feature.pk), {"status": value}),
    ):  # fmt: skip
        assert boris.post(address, given).status_code in (302, 404, 409)
    assert boris.get(f"/features/{value}/").status_code in (200, 404)
    feature.refresh_from_db()
    assert (feature.title, feature.status, feature.merged_into, Vote.objects.count()) == ("Тёмная тема", "unplanned", None, 0)  # fmt: skip


def test_the_coach_offers_the_honest_sentence_where_a_letter_lacks_it(cast, boris):
    row, _ = ticket(cast, "Сделайте, пожалуйста, тёмную тему")
    feature = wish(cast, rows=[row])
    actions.rewrite_wish(feature, title=feature.title, sentence_ru="Начали в сентябре, срока пока нет", by=cast.nina, at=TUESDAY)  # fmt: skip
    text = "Здравствуйте, Анна!\n\nСпасибо за идею, она нам нравится. Вспомните ещё что-то — пишите.\n\nБорис Климов"

    def suggested(said):
        found = boris.post(to("coach", row.pk), {"text": said}, content_type="application/json").json()["findings"]
        return [each["suggestion"] for each in found if each["rule"] == "vague-status"]

    assert suggested(text) == ["Начали в сентябре, срока пока нет."]
    assert suggested(text.replace("Вспомните", "Начали в сентябре, срока пока нет. Вспомните")) == []
