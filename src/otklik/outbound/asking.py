"""The letter that asks for what a request lacks, once: thanks, what we understood, the missing questions with how to find out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otklik.coach.request.catalogue import Question, RequestType
from otklik.coach.request.mtr import judge, wanted
from otklik.outbound import wording

LETTER = "missing"
_UPSET = frozenset({"angry", "upset", "urgent"})
_WORDS = {
    "ru": {
        "sorry": "Мне жаль, что так вышло: понимаю, как это не вовремя. ",
        "automatic": "Это автоматический ответ, чтобы не терять времени; следующий напишу уже я. ",
        "understood": "Как я понимаю, речь вот о чём: {label}. ",
        "one": "Чтобы взяться за дело, мне не хватает одного:",
        "several": "Чтобы взяться за дело, мне не хватает вот чего:",
    },
    "en": {
        "sorry": "I'm sorry about this, I can see how badly it's timed. ",
        "automatic": "This is an automatic reply, to save you time; the next one will be from me. ",
        "understood": "As I understand it, it's about this: {label}. ",
        "one": "To get going, I still need one thing:",
        "several": "To get going, I still need a few things:",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """What the customer wrote, as far as the questions depend on it: all `text`, texts of files with it, `own` addresses of theirs
    and ours."""

    text: str = ""
    own: frozenset[str] = frozenset()
    own_ip: str = ""


def write(
    kind: RequestType,
    questions: Sequence[Question],
    *,
    language: str,
    name: str,
    agent: str,
    brand: str,
    weekday: int,
    mood: str = "calm",
    written: Written = Written(),
    is_automatic: bool = True,
) -> str:
    """The letter, with at least one question. Raises ValueError without one."""
    if not questions:
        raise ValueError("nothing is asked")
    words = _WORDS[language]
    label = kind.label[language]
    return wording.write(
        LETTER, language=language, name=name, agent=agent, brand=brand, weekday=weekday,
        sorry=words["sorry"] if mood in _UPSET else "", automatic=words["automatic"] if is_automatic else "",
        understood=words["understood"].format(label=label[0].lower() + label[1:]) + words["one" if len(questions) == 1 else "several"],
        questions=asked(questions, language=language, written=written),
    )  # fmt: skip


def asked(questions: Sequence[Question], *, language: str, written: Written = Written()) -> str:
    """The questions as the letter has them: one alone, several by number."""
    items = [_item(each, language, written) for each in questions]
    return items[0] if len(items) == 1 else "\n".join(f"{number}. {each}" for number, each in enumerate(items, 1))


def _item(question: Question, language: str, written: Written) -> str:
    """A question, and how to find the answer out; of a report, why theirs will not do and what exactly to run."""
    said = question.text[language]
    if question.special == "mtr-forward":
        to = wanted.target(written.text, judge(written.text), but=written.own)
        parts = (
            _sentence(said),
            wanted.why(written.text, language),
            wanted.steps(wanted.system(written.text), to, language),
        )
        return " ".join(filter(None, parts))
    if question.special == "mtr-back":
        return f"{_sentence(said)} {wanted.steps_back(written.own_ip, language)}"
    return " ".join(filter(None, (_sentence(said), question.hint.get(language, ""))))


def _sentence(said: str) -> str:
    return said if said[-1] in ".?!…" else f"{said}."
