"""What the parts of the search share: a secret, and the text that is searched."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD, KEY, TOKEN, CARD = "password", "private-key", "token", "card"


@dataclass(frozen=True, order=True)
class Secret:
    """A secret of a text: `text[start:end]` is the value alone. `kind` is password, private-key, token or card."""

    start: int
    end: int
    kind: str


class Found:
    """The secrets of a text so far; one that overlaps an earlier one is passed over."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lowered = text.lower() if len(text.lower()) == len(text) else text
        self.secrets: list[Secret] = []
        self._taken: dict[int, list[tuple[int, int]]] = {}

    def add(self, kind: str, start: int, end: int) -> bool:
        """Whether it is new."""
        if end <= start or self.covers(start, end):
            return False
        self.secrets.append(Secret(start, end, kind))
        for shelf in range(start // 4096, (end - 1) // 4096 + 1):
            self._taken.setdefault(shelf, []).append((start, end))
        return True

    def covers(self, start: int, end: int) -> bool:
        """Whether a secret found already has a character in common with the span."""
        shelves = range(start // 4096, max(end - 1, start) // 4096 + 1)
        return any(begin < end and start < over for shelf in shelves for begin, over in self._taken.get(shelf, ()))
