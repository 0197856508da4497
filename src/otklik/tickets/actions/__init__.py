"""The only writers of tickets: one public function, one verb, one transaction, one Event row."""

from otklik.tickets.actions.changing import (
    assign,
    change_requester,
    set_brand,
    set_category,
    set_priority,
    set_situation,
    set_status,
    set_subject,
    set_team,
    tag,
    untag,
)
from otklik.tickets.actions.delivering import (
    cancel,
    claim_queued,
    defer,
    fail,
    record_bounce,
    record_sent,
    recover_stuck,
)
from otklik.tickets.actions.dispatching import claim_undispatched, mark_dispatched, take_back_events
from otklik.tickets.actions.drafting import attach, detach, discard_draft, dismiss, save_draft
from otklik.tickets.actions.receiving import open_ticket, receive
from otklik.tickets.actions.writing import acknowledge, add_note, reply

__all__ = [
    "acknowledge",
    "add_note",
    "assign",
    "attach",
    "cancel",
    "change_requester",
    "claim_queued",
    "claim_undispatched",
    "defer",
    "detach",
    "discard_draft",
    "dismiss",
    "fail",
    "mark_dispatched",
    "open_ticket",
    "receive",
    "record_bounce",
    "record_sent",
    "recover_stuck",
    "reply",
    "save_draft",
    "set_brand",
    "set_category",
    "set_priority",
    "set_situation",
    "set_status",
    "set_subject",
    "set_team",
    "tag",
    "take_back_events",
    "untag",
]
