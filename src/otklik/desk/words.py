"""How the desk says things: times as people say them, statuses, events; in the reader's language. Pure but for gettext."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from otklik.coach.reply import situations
from otklik.services.models import FeatureStatus
from otklik.tickets import events
from otklik.tickets.models import Event, Priority, Status
from otklik.tickets.wishes import Reason
from otklik.triage.types import label

LANGUAGES = (("ru", "Русский"), ("en", "English"))
ZONES = ("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk",
         "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Almaty", "Europe/Berlin", "Europe/London", "UTC")  # fmt: skip
STATUSES = {
    Status.NEW: pgettext_lazy("status", "New"),
    Status.OPEN: pgettext_lazy("status", "Open"),
    Status.PENDING: pgettext_lazy("status", "Waiting for customer"),
    Status.ON_HOLD: pgettext_lazy("status", "On hold"),
    Status.SOLVED: pgettext_lazy("status", "Solved"),
    Status.CLOSED: pgettext_lazy("status", "Closed"),
}
# A shape beside the colour: told apart by those who do not see colours.
SHAPES = {"new": "✦", "open": "●", "pending": "◔", "on-hold": "❚❚", "solved": "✓", "closed": "■"}
PRIORITIES = {
    Priority.LOW: gettext_lazy("Low"),
    Priority.NORMAL: gettext_lazy("Normal"),
    Priority.HIGH: gettext_lazy("High"),
    Priority.URGENT: gettext_lazy("Urgent"),
}
# Help pages that saved replies link to, by topic. `guide` is not among them: which one it is depends on the question.
HELP_PAGES = {
    "clear-cache": gettext_lazy("How to make a browser forget old pages"), "browsers": gettext_lazy("Browsers that work with us"), "extensions": gettext_lazy("How to switch an extension off"),
    "notifications": gettext_lazy("Which letters we send, and how to choose"), "offline": gettext_lazy("What works without a network"), "reset-password": gettext_lazy("A new password"),
    "status": gettext_lazy("How the service is now"), "delivery": gettext_lazy("Where a parcel is"), "billing": gettext_lazy("Payments and services"), "cancel": gettext_lazy("Switching the service off"),
}  # fmt: skip
WISHES = {
    FeatureStatus.UNPLANNED: pgettext_lazy("wish", "Not planned"),
    FeatureStatus.PLANNED: pgettext_lazy("wish", "Planned"),
    FeatureStatus.IN_WORK: pgettext_lazy("wish", "In work"),
    FeatureStatus.SHIPPED: pgettext_lazy("wish", "Shipped"),
}
REASONS = {
    Reason.BY_HAND: gettext_lazy("taken out by hand"),
    Reason.NO_TICKET: gettext_lazy("there is no conversation to write into"),
    Reason.NO_ADDRESS: gettext_lazy("we have no address of theirs"),
    Reason.ERASED: gettext_lazy("the person was erased"),
    Reason.UNDELIVERABLE: gettext_lazy("letters to them come back"),
    Reason.NO_MAILBOX: gettext_lazy("the ticket has no mailbox to write from"),
}
TONES = 6  # of the round signs beside names; desk.css has as many
_MONTHS_RU = ("янв.", "февр.", "марта", "апр.", "мая", "июня", "июля", "авг.", "сент.", "окт.", "нояб.", "дек.")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def reader_language() -> str:
    """ru or en: what the reader's page is in."""
    return "ru" if (get_language() or "ru").startswith("ru") else "en"


def situation(name: str) -> str:
    """A situation's name in the reader's language, as its file has it; "" for one that is not known."""
    found = situations.shipped().get(name)
    return found.label[reader_language()] if found else ""


def kind(name: str) -> str:
    """A request type's name in the reader's language; its id for one that there is no more, "" for ""."""
    return label(name, reader_language())


def ago(at: datetime.datetime, now: datetime.datetime) -> str:
    """«5 мин», «10:40», «вчера в 18:40», «3 нояб.»: short, for lists and headings; both aware."""
    local, here = timezone.localtime(at), timezone.localtime(now)
    seconds = (here - local).total_seconds()
    if 0 <= seconds < 60:
        return _("just now")
    if 0 <= seconds < 3600:
        minutes = int(seconds // 60)
        return ngettext("%(n)d min ago", "%(n)d min ago", minutes) % {"n": minutes}
    clock = f"{local:%H:%M}"
    if local.date() == here.date():
        return clock
    if local.date() == here.date() - datetime.timedelta(days=1):
        return _("yesterday at %(time)s") % {"time": clock}
    months = _MONTHS_RU if get_language() == "ru" else _MONTHS_EN
    day = f"{local.day} {months[local.month - 1]}"
    return day if local.year == here.year else f"{day} {local.year}"


def tone(name: str) -> int:
    """Which of the muted colours stands beside this name: always the same one, 0 … TONES-1."""
    return sum(map(ord, name)) % TONES


def initials(name: str) -> str:
    """«Анна Белова» → «АБ»; an address or one word gives one letter; "" for nobody."""
    words = [each for each in name.replace("@", " @").split() if each[:1].isalnum()]
    return "".join(each[0] for each in words[:2]).upper()


_DAYS_RU = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def moment(at: datetime.datetime) -> str:
    """«пятница, 27 нояб., 09:00»: a time to come; aware."""
    local = timezone.localtime(at)
    is_russian = get_language() == "ru"
    day = (_DAYS_RU if is_russian else _DAYS_EN)[local.weekday()]
    month = (_MONTHS_RU if is_russian else _MONTHS_EN)[local.month - 1]
    return f"{day}, {local.day} {month}, {local:%H:%M}"


def exact(at: datetime.datetime) -> str:
    """The whole moment, for a title."""
    return f"{timezone.localtime(at):%d.%m.%Y %H:%M:%S}"


def waiting(since: datetime.datetime, now: datetime.datetime) -> str:
    """«2 ч», «3 дн»: how long somebody has been waiting; "" under a minute."""
    minutes = max(int((now - since).total_seconds() // 60), 0)
    if minutes < 1:
        return ""
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if minutes < 60 * 48:
        return _("%(n)d h") % {"n": minutes // 60}
    return _("%(n)d d") % {"n": minutes // 1440}


def told(event: Event, *, unknown_teams: Collection[str] = ()) -> str:
    """One line of the timeline; "" for what shows itself (messages, notes). `unknown_teams`: names the reader may not learn."""
    data = event.data
    nobody = _("nobody")
    if event.kind == events.REMINDER_DUE:
        said = _("time to keep the promise “%(words)s”") % data
        return f"{said}; {_status(data)}" if data.get("to") else str(said)
    if event.kind == events.REMINDER_DONE:
        return str(_("kept the promise “%(words)s”") % data)
    if event.kind == events.REMINDER_CANCELLED:
        return str(_("took the reminder “%(words)s” off") % data)
    if event.kind == events.REPLY_QUEUED and data.get("remind_at"):
        at = moment(datetime.datetime.fromisoformat(data["remind_at"]))
        said = _("promised “%(words)s”; a reminder comes on %(at)s") % {"words": data["words"], "at": at}
        return f"{said}; {_status(data)}" if data.get("to") else str(said)
    if event.kind == events.STATUS_CHANGED or (
        event.kind in (events.MESSAGE_RECEIVED, events.REPLY_QUEUED) and data.get("to")
    ):
        return _status(data)
    if event.kind == events.PRIORITY_CHANGED:
        return _("priority: %(from)s → %(to)s") % {"from": PRIORITIES[data["from"]], "to": PRIORITIES[data["to"]]}
    if event.kind == events.ASSIGNED:
        return _("assigned to %(to)s") % {"to": data["to"]} if data.get("to") else _("assigned to nobody")
    if event.kind == events.TEAM_CHANGED:
        to = _("a private one") if data.get("to") in unknown_teams else data.get("to") or nobody
        return _("team: %(to)s") % {"to": to}
    if event.kind == events.TAGGED:
        return str(_("tag “%(tag)s” added") % data)
    if event.kind == events.UNTAGGED:
        return str(_("tag “%(tag)s” removed") % data)
    if event.kind == events.SUBJECT_CHANGED:
        return str(_("renamed from “%(from)s”") % data)
    if event.kind == events.BRAND_CHANGED:
        return str(_("brand: %(from)s → %(to)s") % data)
    if event.kind == events.CATEGORY_CHANGED:
        to = kind(data.get("to", ""))
        return _("type: %(to)s") % {"to": to} if to else _("type: not said")
    if event.kind == events.SITUATION_CHANGED:
        to = situation(data.get("to", ""))
        return _("situation: %(to)s") % {"to": to} if to else _("situation: not said")
    if event.kind == events.REQUESTER_CHANGED:
        house = data.get("organization")
        words = _("the customer is %(name)s, %(organization)s") if house else _("the customer is %(name)s")
        return str(words % data)
    if event.kind == events.REPLY_CANCELLED:
        return _("took a reply back before it left")
    if event.kind == events.FEATURE_LINKED:
        return str(_("wishes “%(title)s”") % data)
    if event.kind == events.FEATURE_UNLINKED:
        return str(_("does not wish “%(title)s” after all") % data)
    if event.kind == events.FEATURE_MOVED:
        return _("the wish “%(title)s”: %(from)s → %(to)s") % _named(data)
    if event.kind == events.FEATURE_MERGED:
        return str(_("the wish “%(title)s” is now part of “%(into)s”") % data)
    if event.kind == events.ANNOUNCEMENT_QUEUED:
        return str(_("wrote that “%(title)s” works now") % data)
    if event.kind == events.MESSAGE_FAILED:
        return _("the letter was not delivered: %(reason)s") % {"reason": data.get("reason", "")}
    return ""


def told_of_wish(event: Event) -> str:
    """One line of a wish's history."""
    data = event.data
    if event.kind == events.FEATURE_ADDED:
        return _("wrote the wish down")
    if event.kind == events.FEATURE_REWRITTEN:
        is_sentence = any(each.startswith("sentence_") for each in data.get("fields", ()))
        return _("changed what we say about it") if is_sentence else _("changed the description")
    if event.kind == events.FEATURE_MOVED:
        return _("%(from)s → %(to)s") % _named(data)
    if event.kind == events.FEATURE_MERGED:
        return str((_("merged it into “%(into)s”") if data.get("into") else _("merged “%(title)s” into it")) % data)
    if event.kind == events.FEATURE_LINKED:
        return _("linked a ticket")
    if event.kind == events.FEATURE_UNLINKED:
        return _("took a ticket off")
    if event.kind == events.VOTE_ADDED:
        return _("wrote a voice down")
    if event.kind == events.VOTE_REMOVED:
        return _("took a voice back")
    if event.kind == events.ANNOUNCEMENTS_WRITTEN:
        number = data["count"]
        return ngettext("prepared %(n)d letter", "prepared %(n)d letters", number) % {"n": number}
    return ""


def _status(data: dict[str, str]) -> str:
    return _("status: %(from)s → %(to)s") % {
        "from": STATUSES[Status(data["from"])],
        "to": STATUSES[Status(data["to"])],
    }


def _named(data: dict[str, str]) -> dict[str, str]:
    """The same data with its statuses of a wish in words."""
    return {**data, "from": str(WISHES[FeatureStatus(data["from"])]), "to": str(WISHES[FeatureStatus(data["to"])])}
