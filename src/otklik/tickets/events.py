"""What can happen to a ticket, in the past tense; the words stored in `Event.kind`."""

from __future__ import annotations

from typing import Final

TICKET_OPENED: Final = "ticket-opened"
MESSAGE_RECEIVED: Final = "message-received"
REPLY_QUEUED: Final = (
    "reply-queued"  # data: from, to when the status changed; remind_at, words when a reminder was set
)
REPLY_CANCELLED: Final = "reply-cancelled"
ACKNOWLEDGEMENT_QUEUED: Final = "acknowledgement-queued"
MESSAGE_SENT: Final = "message-sent"
MESSAGE_DELAYED: Final = "message-delayed"
MESSAGE_FAILED: Final = "message-failed"
NOTE_ADDED: Final = "note-added"
STATUS_CHANGED: Final = "status-changed"  # data: from, to
PRIORITY_CHANGED: Final = "priority-changed"  # data: from, to
ASSIGNED: Final = "assigned"  # data: from, to (agents' names), to_id
TEAM_CHANGED: Final = "team-changed"  # data: from, to (names)
TAGGED: Final = "tagged"  # data: tag
UNTAGGED: Final = "untagged"  # data: tag
SUBJECT_CHANGED: Final = "subject-changed"  # data: from, to
SITUATION_CHANGED: Final = "situation-changed"  # data: from, to
CATEGORY_CHANGED: Final = "category-changed"  # data: from, to
BRAND_CHANGED: Final = "brand-changed"  # data: from, to (names)
REQUESTER_CHANGED: Final = "requester-changed"  # data: name, organization (as they are now)
FEATURE_ADDED: Final = "feature-added"  # of a wish; data: title
FEATURE_REWRITTEN: Final = "feature-rewritten"  # data: fields (their names)
FEATURE_MOVED: Final = (
    "feature-moved"  # of a wish, and of each unsolved ticket that asks for it; data: title, from, to
)
FEATURE_MERGED: Final = "feature-merged"  # data: title (of the one that is no more)
FEATURE_LINKED: Final = "feature-linked"  # of a ticket; data: title
FEATURE_UNLINKED: Final = "feature-unlinked"  # of a ticket; data: title
VOTE_ADDED: Final = "vote-added"  # of a wish, without a ticket; data: contact (its id)
VOTE_REMOVED: Final = "vote-removed"  # likewise
ANNOUNCEMENTS_WRITTEN: Final = "announcements-written"  # of a shipped wish; data: count
REMINDER_DUE: Final = "reminder-due"  # data: words; from, to when the status changed
REMINDER_DONE: Final = "reminder-done"  # data: words
REMINDER_CANCELLED: Final = "reminder-cancelled"  # data: words
ANNOUNCEMENT_QUEUED: Final = (
    "announcement-queued"  # of a ticket: the letter that tells of a shipped wish; data: title
)
