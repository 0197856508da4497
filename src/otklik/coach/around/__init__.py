"""What a letter shows only to one who knows what is around it: files, notes, earlier letters, other people, the day. `look` answers
with findings like the coach's own, `promises` with what we promise and when it is due. Pure."""

from otklik.coach.around.look import look
from otklik.coach.around.model import Around
from otklik.coach.around.promises import Promise, promises

__all__ = ["Around", "Promise", "look", "promises"]
