"""A language model's proposal for a letter: off by default, asked of a real server on loopback, checked before it is shown."""

import dataclasses
import json

import pytest
from django.test import Client
from django.urls import reverse

from otklik.project import config
from tests.cast import PASSWORD, ticket
from tests.channels.language_model import serving

DRAFT = "Здравствуйте, Анна!\n\nВ настоящее время сайт открывается, вернём 500 рублей.\n\nБорис Климов"
BETTER = "Здравствуйте, Анна!\n\nСайт сейчас открывается, а 500 рублей мы вернём.\n\nБорис Климов"


def enter(agent):
    client = Client()
    assert client.login(username=agent.email, password=PASSWORD)
    return client


def ask(client, row, body=None):
    return client.post(
        reverse("desk:rewrite", args=[row.pk]), body or json.dumps({"text": DRAFT}), "application/json"
    )


@pytest.fixture
def model(settings):
    def use(url):
        settings.CONFIG = dataclasses.replace(settings.CONFIG, llm_url=url, llm_model="small", llm_key="k")

    return use


def test_it_is_off_by_default(cast):
    row, _ = ticket(cast)
    boris = enter(cast.boris)
    assert ask(boris, row).status_code == 404
    assert "data-propose" not in boris.get(reverse("desk:ticket", args=[row.pk])).content.decode()


def test_a_good_proposal_is_given_and_only_the_draft_has_left(cast, model):
    row, _ = ticket(cast, "Мой пароль qwerty, сайт не работает.")
    boris = enter(cast.boris)
    with serving(BETTER) as (url, questions):
        model(url)
        assert ask(boris, row).json() == {"text": BETTER}
    assert [each["messages"][1]["content"] for each in questions] == [DRAFT]
    assert "qwerty" not in json.dumps(questions, ensure_ascii=False)
    assert "data-propose" in boris.get(reverse("desk:ticket", args=[row.pk])).content.decode()


@pytest.mark.parametrize(
    ("say", "words"),
    [
        (BETTER.replace("500", "700"), "меняет факты: «500», «700»"),
        (DRAFT.replace("В настоящее время", "В настоящее время данный надлежащий"), "новый огрех"),
        ("x" * 5_000, "слишком длинное"),
    ],
)
def test_a_bad_proposal_is_refused_in_plain_words(cast, model, say, words):
    row, _ = ticket(cast)
    with serving(say) as (url, _):
        model(url)
        answer = ask(enter(cast.boris), row).json()
    assert list(answer) == ["refused"]
    assert words in answer["refused"]


def test_a_model_that_is_not_there_changes_nothing(cast, model):
    row, _ = ticket(cast)
    with serving("", status=500) as (url, _):
        model(url)
        assert ask(enter(cast.boris), row).json() == {
            "refused": "Языковая модель не ответила. Ваше письмо осталось как было."
        }


def test_a_viewer_sends_nothing_out(cast, model):
    row, _ = ticket(cast)
    with serving(BETTER) as (url, questions):
        model(url)
        assert ask(enter(cast.vera), row).status_code == 403
    assert questions == []


def test_what_is_no_question_is_said(cast, model):
    row, _ = ticket(cast)
    with serving(BETTER) as (url, questions):
        model(url)
        assert ask(enter(cast.boris), row, "{").status_code == 400
    assert questions == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example",
        "models.example/v1",
        "http://",
        "https://a:b@x.example/v1",
        "https://x.example/v1?key=1",
        "http://x.example:port",
    ],
)
def test_a_bad_address_is_refused_at_the_start(url):
    with pytest.raises(config.BadSetting, match="OTKLIK_LLM_URL"):
        config.read({"OTKLIK_SECRET_KEY": "x", "OTKLIK_LLM_URL": url, "OTKLIK_LLM_MODEL": "m"})


def test_the_settings():
    with pytest.raises(config.BadSetting, match="OTKLIK_LLM_MODEL"):
        config.read({"OTKLIK_SECRET_KEY": "x", "OTKLIK_LLM_URL": "https://x.example/v1"})
    off = config.read({"OTKLIK_SECRET_KEY": "x", "OTKLIK_LLM_KEY": "k"})
    assert (off.llm_url, off.llm_key) == ("", "")
    on = config.read({"OTKLIK_SECRET_KEY": "x", "OTKLIK_LLM_URL": "https://x.example/v1/", "OTKLIK_LLM_MODEL": "m"})
    assert (on.llm_url, on.llm_model) == ("https://x.example/v1", "m")
