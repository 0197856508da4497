"""Speech acts of sentences that the model has not been shown."""

from __future__ import annotations

import gzip
import json

import pytest

from otklik.coach import acts
from otklik.coach.acts import FOLDER, unpack
from otklik.coach.acts.features import kinds
from otklik.coach.text import unit


def likeliest(text: str, side: str = "agent") -> str:
    found = acts.of(text, "ru", side)
    return max(found, key=lambda act: found[act])


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Спасибо, что написали нам про сломанный лифт.", "thanks"),
        ("Приносим извинения за временные неудобства.", "apology-formula"),
        ("Хорошего вам понедельника!", "wish"),
        ("Пришлите, пожалуйста, номер рейса и дату.", "question"),
        ("Не отвечайте на это сообщение.", "closed"),
        ("Завтра до полудня позвоню вам и расскажу.", "promise-real"),
    ],
)
def test_it_hears_what_a_sentence_does(text: str, act: str) -> None:
    assert likeliest(text) == act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Как поменять адрес доставки?", "question-howto"),
        ("Спасибо вам большое, всё работает!", "thanks"),
        ("Добавьте, пожалуйста, тёмную тему.", "wish-feature"),
    ],
)
def test_it_hears_the_customer_too(text: str, act: str) -> None:
    assert likeliest(text, "customer") == act


def test_empty_thanks_are_none() -> None:
    found = acts.of("Заранее благодарим вас за понимание.", "ru")

    assert found["thanks-empty"] > 0.5 > found["thanks"]


def test_it_asks_once_for_a_sentence() -> None:
    sentence = unit("Мы починили насос.")

    assert acts.of(sentence, "ru") is acts.of(sentence, "ru")


def test_a_language_without_a_model_has_no_acts() -> None:
    assert dict(acts.of("Thank you for writing.", "xx")) == {}


def test_nothing_but_marks_performs_no_act() -> None:
    assert dict(acts.of("…!", "ru")) == {}


def test_one_addition_of_all_lanes_equals_the_sum_of_each() -> None:
    """The spread rows give what the plain bytes of the data file give."""
    data = gzip.decompress((FOLDER / "ru.bin.gz").read_bytes())
    end = data.index(b"\n")
    head = json.loads(data[:end])["agent"]
    count, width = head["rows"], len(head["acts"])
    places = memoryview(data[end + 1 : end + 1 + 4 * count]).cast("I")
    weights = data[end + 1 + 4 * count :]
    sentence = unit("Спасибо за фото, завтра всё починим.")
    seen = kinds(sentence)
    plain = [0] * width
    for row, place in enumerate(places):
        if place in seen:
            for act in range(width):
                plain[act] += weights[row * width + act] - 128

    scores = unpack((FOLDER / "ru.bin.gz").read_bytes())["agent"].scores(sentence)

    expected = [
        bias + slope * head["step"] / len(seen) ** 0.5 * value
        for bias, slope, value in zip(head["bias"], head["slope"], plain, strict=True)
    ]
    assert list(scores.values()) == pytest.approx(expected)


@pytest.mark.parametrize("side", acts.SIDES)
def test_rows_left_packed_say_the_same(side: str) -> None:
    data = (FOLDER / "ru.bin.gz").read_bytes()
    for text in ("Спасибо за фото, завтра всё починим.", "Ну и где мой заказ?!", "..."):
        assert unpack(data, sides=(side,), packed=(side,))[side].scores(unit(text)) == unpack(data)[side].scores(
            unit(text)
        )


def test_the_model_is_small() -> None:
    assert (FOLDER / "ru.bin.gz").stat().st_size < 1_500_000
