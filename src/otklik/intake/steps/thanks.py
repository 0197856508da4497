"""«Спасибо!» to a solved ticket is read with pleasure and opens nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from otklik.intake.draft import Draft, Stop
from otklik.tickets.models import Status, Ticket

MAX_WORDS = 40
_THANKS = re.compile(
    r"\b(?:спасиб\w*|благодар\w*|признател\w*|выручил\w*|thank(?:s| you)?|thx|ty|tnx|cheers|much appreciated|appreciate[sd]?|grateful|"
    r"дякую|рахмет|danke|merci|gracias|grazie|dzi[ęe]kuj[ęe])\b|(?:^|\s)(?:\U0001f64f|\U0001f44d|❤)", re.I
)  # fmt: skip
_MORE = re.compile(
    r"\?|\b(?:но|однако|только|всё ещё|все еще|по-?прежнему|опять|снова|заново|пока не|ещё|еще|не (?:работает|помогло|помог|открыва\w*|получ\w*|"
    r"вижу|могу|приш\w*|решил\w*|исправ\w*|заработал\w*|появ\w*|удал\w*|смог\w*)|ошибк\w*|проблем\w*|подскажите|помогите|проверьте|сделайте|можете|можно|нужно|надо|"
    r"когда|как|почему|где|жду|ждём|ждем|прошу|пришлите|верните|заранее|"
    r"but|however|still|again|yet|except|though|another|also|not (?:work\w*|fix\w*|resolv\w*)|doesn'?t|don'?t|isn'?t|can'?t|cannot|won'?t|error|issue|problem|"
    r"please|could you|can you|would you|how|when|why|where|in advance|waiting)\b", re.I
)  # fmt: skip
_DONE = re.compile(
    r"\b(?:(?:проблема|вопрос|ошибка|всё|все)\s+(?:\w+\s+)?(?:решена|решен|решён|решилась|решился|исправлен\w*|ушла|исчезла|пропала|закрыт\w*)|"
    r"(?:больше )?(?:нет|без) (?:проблем|ошибок|вопросов)|(?:problem|issue|error) (?:is |was |has been )?(?:solved|fixed|gone|resolved)|"
    r"as always|how (?:quick|fast|nice)|no (?:more )?(?:problems?|issues?|errors?)|как (?:всегда|быстро|часы|обычно|раз)|не (?:за что|ожидал\w*))\b", re.I
)  # fmt: skip


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """A bare thank-you to a solved or closed ticket sets `reopens` False."""
    if draft.ticket_id is None:
        return draft, "a new ticket"
    status = Ticket.objects.filter(pk=draft.ticket_id).values_list("status", flat=True).first()
    if status not in (Status.SOLVED, Status.CLOSED):
        return draft, "not solved yet"
    if is_bare_thanks(draft.mail.reply_text) and not any(not each.inline for each in draft.mail.attachments):
        return replace(draft, reopens=False), "thanks"
    return draft, "more than thanks"


def is_bare_thanks(text: str) -> bool:
    """Whether a text says thanks and asks for nothing: short, no question, no «но», no trouble that is left."""
    if len(text.split()) > MAX_WORDS or not _THANKS.search(text):
        return False
    return not _MORE.search(_DONE.sub(" ", text))
