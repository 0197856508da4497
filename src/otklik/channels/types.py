"""What channels promise: letters in and out as plain data, failures that say whether to come again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class TransportError(Exception):
    """A message did not go. `permanent` is False when another try may help; `code` is the reply's, 0 if none."""

    def __init__(self, said: str, *, permanent: bool = False, code: int = 0, host: str = "") -> None:
        super().__init__(said)
        self.said, self.permanent, self.code, self.host = said, permanent, code, host


@dataclass(frozen=True)
class Parcel:
    """A letter ready to leave: envelope addresses and bytes; `account_id` tells which account's road it goes."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    account_id: int | None = None


@dataclass(frozen=True)
class Receipt:
    """One recipient's answer: the server's name, its code and words; `error` when it refused."""

    recipient: str
    host: str
    code: int
    said: str
    error: TransportError | None = None


class Transport(Protocol):
    """Takes parcels away."""

    def send(self, parcel: Parcel) -> list[Receipt]:
        """Hand the parcel over, a receipt for each recipient. Raises TransportError when nothing went."""
        ...
