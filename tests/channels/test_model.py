"""The outside language model: a real server on loopback, good and bad."""

import time

import pytest

from otklik.channels.model import Endpoint, NoAnswer, complete
from tests.channels.language_model import serving


def ask(url, **words):
    return complete(Endpoint(url, "small", words.pop("key", "")), system="Правь.", user="Письмо.", **words)


def test_it_is_asked_as_openai_made_common():
    with serving(" Готово. ") as (url, questions):
        assert ask(url, key="k-1") == "Готово."
    assert questions == [
        {
            "path": "/v1/chat/completions", "key": "Bearer k-1", "model": "small", "temperature": 0.2,
            "messages": [{"role": "system", "content": "Правь."}, {"role": "user", "content": "Письмо."}],
        }
    ]  # fmt: skip


def test_without_a_key_none_is_sent():
    with serving("да") as (url, questions):
        ask(url)
    assert [each["key"] for each in questions] == [None]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"choices":[]}', b'{"choices":[{"message":{"content":null}}]}', b"\xff", b'{"choices":[{"message":{"content":" "}}]}'])  # fmt: skip
def test_a_strange_answer_is_none(raw):
    with serving("", raw=raw) as (url, _), pytest.raises(NoAnswer):
        ask(url)


@pytest.mark.parametrize("status", [301, 302, 307, 401, 404, 429, 500])
def test_no_redirect_is_followed_and_no_refusal_taken_for_an_answer(status):
    with (
        serving("чужое") as (other, strangers),
        serving("да", status=status, headers=[("Location", f"{other}/chat/completions")]) as (url, _),
        pytest.raises(NoAnswer, match=str(status)),
    ):
        ask(url)
    assert strangers == []


def test_a_server_that_drips_ends_with_the_time():
    began = time.monotonic()
    with serving("да" * 500, drip=0.05) as (url, _):
        with pytest.raises(NoAnswer):
            ask(url, timeout=0.5)
        assert time.monotonic() - began < 3


def test_an_endless_answer_is_cut():
    with serving("", raw=b"x" * 3_000_000) as (url, _), pytest.raises(NoAnswer, match="too long"):
        ask(url)


def test_nobody_there():
    with serving("да") as (url, _):
        pass
    with pytest.raises(NoAnswer):
        ask(url, timeout=2)
