"""When a rule that people wave off becomes a hint, and who may change the rules: pure."""

from __future__ import annotations

from dataclasses import dataclass

from otklik.people.models import Agent
from otklik.people.rules import may_administer

ENOUGH = 20  # showings before anything is concluded
TOO_OFTEN = 0.30  # of the showings dismissed: over this share a rule is a hint
ROUND = 100  # showings after which the count begins anew: a rule that was good last year may be bad today
MOST_OWN = 200  # own rules of a company


@dataclass(frozen=True)
class Tally:
    """How often a rule was shown and dismissed in this round."""

    shown: int = 0
    dismissed: int = 0

    @property
    def is_too_much(self) -> bool:
        """Whether the rule is to be a hint: dismissed in over 30 % of at least 20 showings."""
        return self.shown >= ENOUGH and self.dismissed > TOO_OFTEN * self.shown

    def after(self, what: str) -> Tally:
        """The tally when the rule was shown or dismissed once more; anything else counts for nothing."""
        if what == "shown":
            return Tally(1, 0) if self.shown >= ROUND else Tally(self.shown + 1, self.dismissed)
        return Tally(self.shown, self.dismissed + 1) if what == "dismissed" else self


def may_change_rules(agent: Agent) -> bool:
    """Agents read the rules, admins change them."""
    return may_administer(agent)


def own_id(pk: int) -> str:
    """The id of an own rule in findings and counts."""
    return f"own-{pk}"
