"""Situations: what the customer wrote about, what a letter in it must contain, what to begin from. One YAML file each, beside
this one. Plain data in, plain data out:

`guess(incoming, lang, context)` which it is; `saved_replies(id, lang, facts)` filled in; `checklist(letter)` what is there.
"""

from otklik.coach.reply.situations.catalogue import Situations, load, read, shipped
from otklik.coach.reply.situations.checklist import checklist
from otklik.coach.reply.situations.model import (
    Context,
    Facts,
    Filled,
    Guess,
    Item,
    Note,
    Pair,
    Required,
    Saved,
    Situation,
)
from otklik.coach.reply.situations.recognise import guess
from otklik.coach.reply.situations.saved import saved_replies
from otklik.coach.reply.situations.sheet import BadSituation

__all__ = [
    "BadSituation", "Context", "Facts", "Filled", "Guess", "Item", "Note", "Pair", "Required", "Saved", "Situation", "Situations",
    "checklist", "guess", "load", "read", "saved_replies", "shipped",
]  # fmt: skip
