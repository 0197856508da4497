"""What a report of mtr or WinMTR says, whatever it was printed as."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field

SILENT = frozenset({"???", "(???)", "*", "* * *"})


@dataclass(frozen=True)
class Hop:
    """A complete line of a report. `loss` in percent, `sent` in packets, `average` in milliseconds; None where it is not printed."""

    host: str  # as printed, "" if it never answered
    address: str | None
    loss: float | None
    sent: int | None
    average: float | None

    @property
    def answers(self) -> bool:
        """Whether at least one answer came."""
        return bool(self.host) and (self.loss is None or self.loss < 100)


@dataclass
class Report:
    """One report of a text. `begin` is the place of its first character there, of a cleaned text."""

    tool: str  # mtr, winmtr
    begin: int
    hops: list[Hop] = field(default_factory=list)
    is_truncated: bool = False
    asked: str | None = None  # the target in the command or the header
    source: str | None = None  # the host it was started on

    @property
    def packets(self) -> int | None:
        """Sent to the last complete hop; a silent hop printed without numbers was sent as many as the one before."""
        return next((hop.sent for hop in reversed(self.hops) if hop.sent is not None), None)

    @property
    def target(self) -> str | None:
        """The last hop's address if printed, else its name, else the one in the command."""
        last = self.hops[-1] if self.hops else None
        return (last and (last.address or last.host)) or self.asked


def address_in(words: Sequence[str]) -> str | None:
    """The first IP address among the words, brackets taken off."""
    for word in words:
        bare = word.strip("()[],;")
        if ("." in bare or ":" in bare) and len(bare) < 60:
            try:
                ipaddress.ip_address(bare)
            except ValueError:
                continue
            return bare
    return None


def is_as(word: str) -> bool:
    """The number of an autonomous system (`mtr -z`): AS12389, [AS???]."""
    bare = word.strip("[]")
    return bare[:2] == "AS" and (bare[2:].isdigit() or bare[2:] in ("???", ""))


def hop_of(words: Sequence[str], loss: float | None, sent: int | None, average: float | None) -> Hop:
    """A hop of the words that name its host."""
    named = [word for word in words if not is_as(word)]
    host = " ".join(named)
    lowered = host.lower()
    if (
        host in SILENT
        or not host
        or lowered.startswith(("(waiting for", "no response", "request timed", "нет ответа", "превышен"))
    ):
        return Hop("", None, loss, sent, average)
    address = address_in(named)
    first = named[0].strip(",;")
    return Hop(
        host if len(named) == 1 else (address or first) if first == address else first, address, loss, sent, average
    )
