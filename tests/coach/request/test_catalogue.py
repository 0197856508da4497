"""The types' own examples, and files that are refused."""

import pytest

from otklik.coach.request.catalogue import BadType, load, read, shipped
from otklik.coach.request.complete import complete
from otklik.coach.request.triage import labels

HOSTING = {
    "server-unreachable", "site-down", "login", "software-start", "mail", "network", "site-element", "software-install", "virus", "domain",
    "backup",
}  # fmt: skip
SHIPPED = [(kind, question) for kind in shipped().values() for question in kind.questions]
GOOD = """id: shop
label: {ru: "Магазин", en: "Shop"}
questions:
  - id: order
    text: {ru: "Какой заказ?", en: "Which order?"}
    any: ["заказ ..2 номер"]
    like: ['№ ?\\d+']
    yes: ["заказ №12"]
"""


def answered(text, kind):
    return [each.question for each in complete(text, kind).answered]


def test_every_label_has_a_type_and_those_of_hosting_ask_sixty_one_questions():
    hosting = [each for kind, each in SHIPPED if kind.id in HOSTING]
    assert (set(shipped()), len(hosting)) == (set(labels()), 61)


@pytest.mark.parametrize(
    ("kind", "question", "text"),
    [(kind, each.id, text) for kind, each in SHIPPED for text in each.yes],
)
def test_an_example_answers_its_question(kind, question, text):
    assert question in answered(text, kind)


@pytest.mark.parametrize(
    ("kind", "question", "text"),
    [(kind, each.id, text) for kind, each in SHIPPED for text in each.no],
)
def test_a_counterexample_does_not(kind, question, text):
    assert question not in answered(text, kind)


def test_a_type_of_ones_own_works_at_once():
    kind = read(GOOD, source="shop.yaml")
    assert (answered("мой заказ, номер забыл", kind), answered("привет", kind)) == (["shop.order"], [])


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("any:", "anny:", "shop.yaml:6: unknown key «anny»"),
        ("any: [", "uses: [nobody, ", "shop.yaml:6: there is no group «nobody»; there are"),
        ("like: ['№ ?\\d+']", "like: ['(']", "shop.yaml:4: «(» is no regular expression"),
        ('    yes: ["заказ №12"]\n', "", "shop.yaml:4: no example; add under `yes`"),
        (
            "    any: [\"заказ ..2 номер\"]\n    like: ['№ ?\\d+']\n",
            "",
            "shop.yaml:4: nothing says when it is answered",
        ),
        ("id: shop", "id: ", "shop.yaml:1: a text is needed here"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_remedy(old, new, why):
    with pytest.raises(BadType) as error:
        read(GOOD.replace(old, new), source="shop.yaml")
    assert str(error.value)[: len(why)] == why


def test_a_folders_type_takes_the_place_of_ours(tmp_path):
    (tmp_path / "mail.yaml").write_text(GOOD.replace("id: shop", "id: mail"), encoding="utf-8")
    from otklik.coach.request.catalogue import FOLDER

    found = load([FOLDER, tmp_path])
    assert (len(found), [each.id for each in found["mail"].questions]) == (21, ["mail.order"])
