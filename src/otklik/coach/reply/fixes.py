"""Which fixes may be made without reading them one by one: they change no meaning and no grammar around them. Pure."""

from __future__ import annotations

from otklik.coach.reply.model import Finding
from otklik.coach.words import CYRILLIC, dictionary

_FRAME = frozenset(
    {"closing", "greeting-name", "signature-person"}
)  # a wish, the customer's and the agent's own name
_PREPOSITIONS = frozenset(["в", "во", "на", "по", "до", "с", "со", "за", "из", "от", "к", "при", "без"])
# English words that stand where the longer phrase stood: "in order to" is "to" wherever it is.
_INVARIABLE = frozenset(
    ["to", "now", "soon", "because", "about", "before", "after", "if", "also", "so", "but", "for", "by", "today", "then", "here", "since", "until", "with", "often", "usually"]
)  # fmt: skip


def is_safe(finding: Finding, text: str) -> bool:
    """Whether the finding's suggestion fits as it stands: the letter's frame, or an adverb for a phrase that was one («в настоящее
    время» → «сейчас»)."""
    if not finding.suggestion or finding.asks or finding.is_guess:
        return False
    if finding.is_safe or finding.rule in _FRAME:
        return True
    if finding.start is None or finding.end is None:
        return False
    words = text[finding.start : finding.end].lower().split()
    swap = finding.suggestion.lower()
    if not CYRILLIC.search(swap):
        return len(words) > 1 and swap in _INVARIABLE
    return len(words) > 1 and words[0] in _PREPOSITIONS and _is_adverb(swap)


def _is_adverb(word: str) -> bool:
    return word.isalpha() and dictionary().parse(word)[0].tag.POS == "ADVB"
