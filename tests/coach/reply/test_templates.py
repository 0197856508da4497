"""Saved replies: variables are no leftovers, what is found stands in the template's own places and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.coach.reply import Letter
from otklik.coach.reply.templates import check_template, fill

WHOLE = "Здравствуйте, {name}!\n\nСпасибо, что выбрали {product}. Всё готово, заберите {{ order.number }} сегодня. Если что-то останется непонятным, просто ответьте на это письмо.\n\n{wish}\n{agent},\nподдержка {brand}"


def found(text, **words):
    return [
        (each.rule, None if each.start is None else text[each.start : each.end], each.suggestion)
        for each in check_template(Letter(text=text, **words))
    ]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Привет, {name}!", "Привет, Анна!"),
        ("Привет{, name}!", "Привет, Анна!"),
        ("Привет{ name}!", "Привет Анна!"),
        ("Я {рад|рада|с радостью} помогу", "Я рад помогу"),
        ("Это {{ customer.name|title }}", "Это Анна"),
        ("Это {{ agent.name }}", "Это Борис Климов"),
        ("{% if vip %}Здравствуйте{% endif %}", "Здравствуйте"),
        ("Вот ${link} и %name%", "Вот https://example.com/help и Анна"),
        ("Вот [[ссылка]]", "Вот https://example.com/help"),
        ("Скидка 5% и 10% сегодня", "Скидка 5% и 10% сегодня"),
        ("Ищите a{2,3} в логе", "Ищите a{2,3} в логе"),
        ("Hello {first_name}, it is {weekday}", "Hello Anna, it is Friday"),
        ("Товар {любимое слово}", "Товар «пример»"),
    ],
)
def test_every_variable_gets_a_stand_in_of_its_kind(template, text):
    assert fill(template).text == text


def test_a_good_template_has_nothing_to_mend():
    assert found(WHOLE) == []


def test_the_same_text_as_a_letter_would_be_full_of_leftovers():
    from otklik.coach.reply import check

    assert {each.rule for each in check(Letter(text=WHOLE))} >= {"placeholder"}


def test_a_greeting_without_the_variable_is_found_and_the_fix_has_it():
    text = WHOLE.replace(", {name}!", "!")
    assert found(text) == [("greeting-name", "Здравствуйте!", "Здравствуйте, {name}!")]
    assert (
        found(text.replace("{agent}", "{{ customer.name }}, {agent}"))[0][2] == "Здравствуйте, {{ customer.name }}!"
    )


def test_marks_stand_in_the_template_behind_variables_of_any_length():
    text = WHOLE.replace(
        "Всё готово",
        "{{ a_very_long_name_of_a_variable }} принесло неудобства, простите нас за неудобства. Всё готово",
    )
    assert ("inconvenience", "неудобства") in [each[:2] for each in found(text)]


def test_of_a_part_of_a_letter_nothing_is_missing():
    assert found("Чтобы вернуть деньги, пришлите, пожалуйста, номер карты и день покупки.") == []
    assert {each[0] for each in found("Данный запрос принят.")} == {"officialese"}


@given(
    st.lists(
        st.sampled_from(
            [
                "{name}",
                "{{ x }}",
                "слово ",
                "\n",
                "{% if %}",
                "[[а]]",
                "%name%",
                "{",
                "}",
                "неудобства ",
                "{рад|рада}",
            ]
        ),
        max_size=30,
    )
)
def test_no_template_breaks_it_and_offsets_come_home(parts):
    template = "".join(parts)
    filled = fill(template)
    outside = [
        each for each in range(len(filled.text)) if not any(v.begins <= each < v.ends for v in filled.variables)
    ]
    assert [filled.text[each] for each in outside] == [
        template[filled.back(each)]
        if not any(v.begins == v.ends == each for v in filled.variables)
        else filled.text[each]
        for each in outside
    ]
    for each in check_template(Letter(text=template)):
        assert each.start is None or 0 <= each.start <= each.end <= len(template)
