"""A letter taken apart together with what its customer wrote: the one structure that all detectors share. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from otklik.coach import speech as speeches
from otklik.coach.phrases import Hit
from otklik.coach.reply import learned
from otklik.coach.reply.model import Letter
from otklik.coach.speech import Group, Speech
from otklik.coach.text import Sentence, Text, read

OF_INCOMING = ("feeling", "sorry", "unclear")  # the models of incoming letters
DERIVED = ("unclear",)  # what is concluded from the rest
SHORT = {"ru": 9, "en": 14}  # words of a complaint that can hardly say what is wrong
TECHNICAL_WORDS = 2  # so many technical words make a technical reader


@dataclass(frozen=True)
class Customer:
    """The customer's own words: `said` names what they do (feeling, anger, deadline, loss, thanks, wish, vague …);
    `lemmas` are all their words' forms; `facts` are names, numbers, addresses and quoted words in lower case;
    `scores` what the models of incoming letters say; `heart` and `need` are the telling words of the sentences that state
    any feeling, deadline or loss, and of those with a deadline or a loss."""

    said: frozenset[str]
    lemmas: frozenset[str]
    facts: frozenset[str]
    words: int
    questions: int
    is_technical: bool
    scores: Mapping[str, float]
    heart: frozenset[str] = frozenset()
    need: frozenset[str] = frozenset()


_HEART, _NEED = frozenset({"feeling", "deadline", "loss"}), frozenset({"deadline", "loss"})
_FACT = re.compile(
    r"\d[\d.,:/-]*\d|\b\d\b|[\w.-]+@[\w.-]+|\b[\w-]+\.[a-zа-я]{2,}\b|(?<=«)[^»]{2,40}(?=»)|\b[A-Z][A-Za-z]+\b|\b[A-Z]{2,}\d*\b"
)


_OPENS = re.compile(
    r"(?:^|[.!?…:\n])[\s\"'“(]*$"
)  # before a word that has a capital only because it begins a sentence


@functools.lru_cache(maxsize=256)
def customer(text: str, lang: str) -> Customer:
    """Analyse an incoming letter."""
    said: set[str] = set()
    forms: set[str] = set()
    technical: set[str] = set()
    words = questions = 0
    heart: set[str] = set()
    need: set[str] = set()
    own = read(text[:20_000])
    seen: set[str] = set()
    for sentence in (*own.sentences, *own.signature):
        words += len(sentence.words)
        seen |= learned.features(sentence.unit, speeches.of(lang), of_customer=True)
        questions += sentence.unit.is_question
        for word in sentence.words:
            forms |= word.lemmas
        here = set()
        for name, group in speeches.of(lang).customer.items():
            hits = group.find(sentence.unit)
            if hits:
                here.add(name)
                if name == "technical":
                    technical.update(sentence.unit.text[hit.start : hit.end].lower() for hit in hits)
        said |= here
        heart |= telling(sentence) if here & _HEART else set()
        need |= telling(sentence) if here & _NEED else set()
    known = said & {"thanks", "deadline", "loss", "failure"}
    if said & {"vague", "anger"} and words <= SHORT[lang] and not known and not re.search(r"\d|[«\"]", text):
        said.add("unclear")
    facts = frozenset(
        match.group().lower()
        for match in _FACT.finditer(text)
        if lang == "ru" or not _OPENS.search(text[: match.start()] or ".")
    )
    trained = learned.models(lang)
    scores = (
        {name: trained[name].score(learned.places(seen)) for name in OF_INCOMING if name in trained} if words else {}
    )
    return Customer(
        frozenset(said),
        frozenset(forms),
        facts,
        words,
        questions,
        ("expert" in said or len(technical) >= TECHNICAL_WORDS) and "lay" not in said,
        scores,
        frozenset(heart),
        frozenset(need),
    )


def telling(sentence: Sentence) -> frozenset[str]:
    """The forms of a sentence's words that tell something: no pronouns, no small change."""
    return frozenset().union(
        *(
            word.lemmas
            for word in sentence.words
            if (len(word.lower) > 3 or word.lower.isdigit()) and word.lower not in _SMALL
        )
    )


_SMALL = frozenset(
    ["that", "this", "these", "those", "with", "from", "have", "your", "yours", "mine", "they", "them", "their", "there", "then", "than", "when", "what", "which", "where", "will", "would", "could", "should", "been", "were", "just", "only", "very", "more", "most", "some", "such", "about", "after", "before", "because", "into", "over", "also", "again", "please", "thank", "thanks", "like", "want", "need", "know", "make", "made", "does", "done", "doing", "here", "hello", "dear", "good", "much", "many", "well", "back", "come", "came", "give", "gave", "get", "goes", "going", "take", "even", "ever", "every", "each", "other", "still", "yet", "until", "while", "being", "same", "both", "between", "through", "never", "always", "nothing", "something", "anything", "everything", "nobody", "anyone", "time", "times"]
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Reading:
    """The letter, its text, the language's groups, the customer's words."""

    letter: Letter
    text: Text
    speech: Speech
    customer: Customer

    def find(
        self, group: Group | str, sentences: tuple[Sentence, ...] | None = None
    ) -> Iterator[tuple[Sentence, Hit]]:
        """Where a group (of the speech, by name, or a rule's own) is said."""
        known = self.speech.groups[group] if isinstance(group, str) else group
        for sentence in self.text.sentences if sentences is None else sentences:
            for hit in known.find(sentence.unit):
                yield sentence, hit

    def has(self, group: Group | str, sentences: tuple[Sentence, ...] | None = None) -> bool:
        """Whether it is said at all."""
        return next(self.find(group, sentences), None) is not None

    def near(self, sentence: Sentence, before: int = 1, after: int = 1) -> tuple[Sentence, ...]:
        """The sentence and its neighbours."""
        at = self.text.sentences.index(sentence)
        return self.text.sentences[max(0, at - before) : at + after + 1]

    def own(self, start: int, end: int) -> str:
        """The text between two offsets."""
        return self.text.raw[start:end]


def reading(letter: Letter) -> Reading:
    """Read a letter whose language is known."""
    return Reading(letter, read(letter.text), speeches.of(letter.lang), customer(letter.incoming, letter.lang))
