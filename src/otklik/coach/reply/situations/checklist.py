"""What this situation asks of a letter, and which of it the letter has. Pure."""

from __future__ import annotations

from dataclasses import replace

from otklik.coach.reply.model import Letter
from otklik.coach.reply.reading import Reading, reading
from otklik.coach.reply.situations.catalogue import Situations, shipped
from otklik.coach.reply.situations.model import NOTHING_KNOWN, Context, Item
from otklik.coach.reply.situations.recognise import guess
from otklik.coach.words import language

MAX_TEXT = 50_000


def checklist(letter: Letter, catalogue: Situations | None = None, context: Context = NOTHING_KNOWN) -> list[Item]:
    """The required elements of the letter's situation (guessed from `incoming` when it has none), in the file's order; empty when
    the situation is not known. A leftover [[…]] counts for nothing. Never raises for any text."""
    known = catalogue or shipped()
    lang = letter.lang if letter.lang in ("ru", "en") else language(letter.text or letter.incoming)
    name = letter.situation or guess(letter.incoming, lang, context, known).id
    situation = known.get(name)
    if situation is None:
        return []
    read = reading(replace(letter, text=_without_leftovers(letter.text[:MAX_TEXT]), lang=lang))
    lines = (*read.text.sentences, *read.text.signature)
    return [
        Item(
            each.id,
            each.question[lang],
            any(group.find(line.unit) for group in each.words[lang] for line in lines)
            or (each.is_echo and _echoes(read)),
        )
        for each in situation.required
    ]


def _echoes(read: Reading) -> bool:
    """Whether a longer word of the customer's own letter comes back in the answer; names, thanks and our own names are none."""
    named = f"{read.letter.customer_name} {read.letter.agent_name}".lower()
    thanks = read.speech.groups["thanks"]
    for sentence in read.text.body:
        polite = thanks.find(sentence.unit)
        for word in sentence.words:
            is_polite = any(hit.start <= word.start < hit.end for hit in polite) or word.lower.startswith("thank")
            if (
                len(word.lower) > 4
                and word.lower not in named
                and not is_polite
                and word.lemmas & read.customer.lemmas
            ):
                return True
    return False


def _without_leftovers(text: str) -> str:
    """The text with «[[ … ]]» taken out: what is not filled in says nothing."""
    parts = text.split("[[")
    return parts[0] + "".join(each.partition("]]")[2] for each in parts[1:])
