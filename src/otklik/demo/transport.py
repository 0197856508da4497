"""Outgoing letters of the demo are caught, not sent."""

from __future__ import annotations

from otklik.channels.types import Parcel, Receipt
from otklik.demo.actions import catch
from otklik.kit.clock import now


class Catch:
    """A transport that keeps every letter for the mailbox page."""

    def send(self, parcel: Parcel) -> list[Receipt]:
        """All recipients take it."""
        catch(parcel, at=now())
        return [Receipt(each, "mailbox.demo", 250, "caught by the demo") for each in parcel.recipients]
