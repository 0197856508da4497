"""The writers of the demo's mailbox."""

from __future__ import annotations

import datetime

from django.db import transaction

from otklik.channels.types import Parcel
from otklik.demo.models import CaughtLetter


@transaction.atomic
def catch(parcel: Parcel, *, at: datetime.datetime) -> None:
    """Keep a letter for each of its recipients."""
    CaughtLetter.objects.bulk_create(
        [
            CaughtLetter(recipient=each.lower(), sender=parcel.sender, raw=parcel.raw, at=at)
            for each in parcel.recipients
        ]
    )
