"""Delivery reports: standard ones (RFC 3464) and the free texts of mail servers that know no standard."""

from __future__ import annotations

import itertools
import re

from otklik.channels.kinds.email import headers
from otklik.channels.kinds.email.charsets import decode
from otklik.channels.kinds.email.mime import Part, undo
from otklik.channels.kinds.email.parsed import Bounce

_ADDRESS = r"[^\s<>()\[\]\"',;:]{1,100}@[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9]"
_FIND_ADDRESS = re.compile(_ADDRESS)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_CODE = re.compile(r"\b(4[2-7]\d|5[0-57]\d)[ -]")
_DAEMON = re.compile(
    r"^(?:mailer-?daemon|post_?master|mail-?daemon|mail\.?delivery|mailerdaemon|bounces?|mdaemon|double-bounce|mmdf|"
    r"mail-?system|postoffice|mail-robot|no-?reply-bounces|mailadmin)\b|mailer-daemon|mail delivery (?:sub)?system|maildelivery", re.I
)  # fmt: skip
_SUBJECT = re.compile(
    r"undeliver|not (?:be )?delivered|non[- ]?deliver|non remis|returned mail|mail returned|returned to sender|return(?:ed|ing) message|"
    r"delivery (?:status notification|failure|report|notification|problem|has failed|unsuccessful|status|error|warning|delayed)|"
    r"failure notice|mail (?:delivery|system) (?:fail|error)|delivery.{0,20}fail|mail failure|failed mail|failure delivery|error sending|"
    r"message (?:status|undeliverable|not delivered|could not)|unzustellbar|nicht zustell|fehler|notificación de estado|undelivered|"
    r"could not (?:be )?(?:send|sent|deliver)|problem(?:s)? (?:de)?livering|unable to deliver|bounce|nondeliverable|user unknown|"
    r"не ?доставлен|недоставлен|невозможно доставить|не удалось доставить|ошибка доставки|возвращ|отчет о доставке|отчёт о доставке|"
    r"недоставка|не может быть доставлено|задержка доставки|доставка .{0,30}(?:задерж|невозмож)|mensagem não entregue|rapport de non|non consegn|"
    r"meldung (?:über|zur) (?:den )?zustell|配信|退信|邮件无法|無法傳遞|warning: (?:message|could)|message delayed|delayed mail|transient|"
    r"delayed|mail delivery|email.{0,20}rejected|rejected.{0,20}mail|mail quota|over quota|nem kézbesíthető|kunne ikke leveres|niet bezorgd", re.I
)  # fmt: skip
_PLAIN_SUBJECT = re.compile(
    r"^\s*(?:delivery status notification|undelivered mail returned to sender|undeliverable:|mail delivery failed|failure notice|"
    r"returned mail:|mail delivery (?:failure|subsystem)|delivery failure|non remis\s?:|unzustellbar:|недоставленное сообщение|"
    r"не удалось доставить|недоставлено:|сообщение не доставлено)", re.I
)  # fmt: skip
_BODY = re.compile(
    r"could not be delivered|was not delivered|not deliver|undeliver|delivery (?:to the following|failed|has failed|attempt)|"
    r"permanent (?:fatal )?errors?|returned to (?:you|sender)|user unknown|no such user|unknown user|mailbox (?:is )?(?:full|unavailable|not found)|"
    r"recipient address rejected|does not exist|over (?:quota|its quota)|undeliverable|unable to (?:deliver|send)|fatal errors|transcript of session|"
    r"failed recipient|not been delivered|cannot be delivered|following address|not reach(?:ed)? the following|unknown recipient|address rejected|"
    r"не (?:было|может быть|удалось|была|был)\s+доставлен|не доставлен|не удалось доставить|невозможно доставить|не существует|переполнен|"
    r"ящик не найден|не найден|отклон", re.I
)  # fmt: skip
_GREETING = re.compile(
    r"здравствуйте|доброе утро|добр(?:ый|ого) (?:день|дня|вечер)|привет\b|подскажите|помогите|проверьте,? пожалуйста|почему\b",
    re.I,
)
_TEMPORARY = re.compile(
    r"\b4\.\d\.\d{1,3}\b|delay(?:ed)?\b|will (?:keep|continue) (?:trying|to try)|attempts will continue|still being retried|warning|temporar|not yet been delivered|no action is required|"
    r"попытки .{0,40}(?:продолж|повтор)|задерж|временн|будут продолжены|queued for|retry", re.I
)  # fmt: skip


def read(root: Part, fields: dict[str, str], subject: str, text: str) -> Bounce | None:
    """What the report says; None when the letter is none."""
    parts = [part for part in root.walk() if not part.children]
    ours = frozenset(
        box.address.lower() for name in ("to", "delivered-to") for box in headers.addresses(root.first(name))
    )
    report = next((part for part in parts if part.content_type in _REPORTS), None)
    if report is not None:
        found = _standard(report, parts, text)
        if found is not None:
            return found
    if fields.get("x-failed-recipients"):
        return _from_text(parts, subject, text, _first_address(fields["x-failed-recipients"]), ours=ours)
    return _from_text(parts, subject, text, ours=ours) if _seems(fields, subject, text, root) else None


_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status", "message/x-delivery-status"})


def _seems(fields: dict[str, str], subject: str, text: str, root: Part) -> bool:
    """Whether a letter without a standard report is one all the same."""
    sender = fields.get("from", "")
    box = next(iter(headers.addresses(root.first("from"))), None)
    is_daemon = bool(box and (_DAEMON.search(box.address) or _DAEMON.search(box.name))) or (
        box is None and bool(_DAEMON.search(sender))
    )
    is_null = fields.get("return-path", "x").replace(" ", "") in ("<>", "")
    is_subject = bool(_SUBJECT.search(subject))
    head = text[:3000]
    if (
        root.content_type == "multipart/report"
        and root.parameters.get("report-type", "").lower() == "disposition-notification"
    ):
        return False
    if (
        root.content_type == "multipart/report"
        and root.parameters.get("report-type", "").lower() == "feedback-report"
    ):
        return False
    if is_daemon or root.parameters.get("report-type", "").lower() == "delivery-status":
        return True
    if is_null and is_subject and _BODY.search(head):
        return True
    if subject.rstrip().endswith("?") or _GREETING.search(head[:300]):
        return False  # a person who asks about reports
    if _PLAIN_SUBJECT.search(subject):
        return True
    return (
        is_subject
        and bool(_BODY.search(head))
        and bool(_FIND_ADDRESS.search(head))
        and not re.match(r"(?i)\s*(?:re|fwd?|ответ)\s*:", subject)
    )


def _standard(report: Part, parts: list[Part], text: str) -> Bounce | None:
    raw = (
        report.content()
        if report.first("content-transfer-encoding").strip().lower() in (b"base64", b"quoted-printable")
        else report.body
    )
    blocks = [
        _block(block)
        for block in re.split(r"\n[ \t]*\n", decode(raw, None).replace("\r\n", "\n").replace("\r", "\n"))
        if block.strip()
    ]
    recipients = [
        block for block in blocks if "final-recipient" in block or "original-recipient" in block or "action" in block
    ]
    if not recipients:
        recipients = [block for block in blocks if "status" in block]
    if not recipients:
        return None
    best = next((each for each in recipients if each.get("action", "").lower().startswith("fail")), recipients[0])
    address = _address_of(best.get("final-recipient", "")) or _address_of(best.get("original-recipient", ""))
    original = _address_of(best.get("original-recipient", ""))
    diagnostic = re.sub(r"^\s*[\w-]+\s*;\s*", "", best.get("diagnostic-code", ""))
    action = re.sub(r"[^a-z-].*", "", best.get("action", "").lower().strip())
    status = _STATUS.search(best.get("status", "")) or _STATUS.search(diagnostic)
    if not address or "@" not in address:
        address = original or address or _first_address(diagnostic) or _recipient_in(text, frozenset())
    if action in ("delivered", "relayed", "expanded") and not (status and status[1][0] in "45"):
        return Bounce(address, status[1] if status else "", action, headers.clean(diagnostic), _original_id(parts))
    code = status[1] if status else ""
    if not action:
        action = "delayed" if code.startswith("4") else "failed"
    return Bounce(address, code, action, headers.clean(diagnostic) or _reason(text), _original_id(parts))


def _block(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in text.split("\n")[:200]:
        if line[:1] in " \t" and name:
            found[name] += " " + line.strip()
        elif match := re.match(r"([A-Za-z][\w-]{1,60})\s*:\s*(.*)", line):
            name = match[1].lower()
            found.setdefault(name, match[2].strip()[:4000])
        else:
            name = ""
    return found


def _address_of(value: str) -> str:
    """`rfc822; <user@host>` → user@host."""
    value = re.sub(r"^\s*[\w-]+\s*;\s*", "", value).strip().strip("<>").strip()
    match = _FIND_ADDRESS.search(value)
    return match.group() if match else value.split(" ")[0].strip("<>\"'")


def _first_address(value: str) -> str:
    match = _FIND_ADDRESS.search(value)
    return match.group().strip(".") if match else ""


def _from_text(parts: list[Part], subject: str, text: str, recipient: str = "", *, ours: frozenset[str]) -> Bounce:
    """`ours` are the addresses that the report was sent to: the one place a recipient is not."""
    own = _above_original(text)
    recipient = recipient or _recipient_in(own, ours)
    original = _original_fields(parts, text)
    if not recipient:
        recipient = _first_address(original.get("to", "")) or _first_address(own)
    near = own if recipient not in own else own[max(0, own.find(recipient) - 400) : own.find(recipient) + 1500]
    status = _STATUS.search(near) or _STATUS.search(own)
    code = _CODE.search(near)
    is_temporary = (
        bool(status and status[1].startswith("4"))
        if status
        else bool(code and code[1].startswith("4"))
        if code
        else bool(
            _TEMPORARY.search(subject)
            or (
                _TEMPORARY.search(own[:1500])
                and not re.search(
                    r"permanent|fatal|giving up|user unknown|unknown user|no such user|постоянн|такого (?:пользователя|ящика|адреса) нет|нет такого",
                    own[:3000],
                    re.I,
                )
            )
        )
    )
    return Bounce(
        recipient,
        status[1] if status else "",
        "delayed" if is_temporary else "failed",
        _reason(own, recipient),
        _original_id(parts) or _id_in(text),
    )


_ORIGINAL_STARTS = re.compile(
    r"(?im)^[\s>]*(?:-{2,}.{0,40}(?:original|returned|below this line|this is a copy|header|unsent|message).{0,60}$|"
    r"(?:received|return-path):\s|-{3,}.{0,20}(?:исходн|копия|заголов).{0,60}$)"
)


def _above_original(text: str) -> str:
    """The report's own words, without the letter that came back."""
    match = _ORIGINAL_STARTS.search(text)
    return text[: match.start()] if match and _FIND_ADDRESS.search(text[: match.start()]) else text[:8000]


_RECIPIENT = [
    re.compile(pattern, re.I | re.M)
    for pattern in (
        rf"^\s*<?({_ADDRESS})>?\s*[:\.…]*\s*$",
        rf"^\s*<({_ADDRESS})>",
        rf"\b(?:to|for|recipients?|address(?:es)?|mailbox|user|адресату?|получател\w*|адреса?|ящик\w*|для)(?:\(e?s?\))?(?:\s+(?:is|are))?"
        rf"[ \t]*(?:[:=][ \t]*|[ \t]+|\n[ \t]*|(?=[\"'<(\[]))[\"'<(\[]*({_ADDRESS})",
        rf"^\s*({_ADDRESS})\s*[:\-(,;\s]",
        rf"RCPT TO:\s*<({_ADDRESS})>",
        rf"<({_ADDRESS})>",
    )
]


_ANNOUNCED = re.compile(
    r"(?:following|these|the) (?:e-?mail )?(?:recipients?|address(?:es)?)(?:\(s\)|\(es\))?(?: or [\w ]{1,30})?[^\n@]{0,80}(?::|failed|$)|following address(?:es)? (?:had|failed)|"
    r"addressed to[^\n@]{0,40}:|(?:следующ\w+|нескольким|этим) (?:получател|адрес)\w*[^\n@]{0,60}:?",
    re.I | re.M,
)


def _recipient_in(text: str, ours: frozenset[str]) -> str:
    """The address a report is about: first behind the words that announce it, never the one the report came to."""
    near = [text[:8000]]
    if match := _ANNOUNCED.search(text[:8000]):
        near.insert(0, text[match.end() : match.end() + 1500])
    for words in near:
        for pattern in _RECIPIENT:
            for match in pattern.finditer(words):
                found = match[1].strip(".")
                if not _DAEMON.search(found) and found.lower() not in ours:
                    return found
    return ""


def _reason(text: str, recipient: str = "") -> str:
    """The line of a report that says why: the one with a code, else what stands below the address (Exim, Mail.ru), else the
    first that says something went wrong."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for at, line in enumerate(lines[:80]):
        if _STATUS.search(line) or re.search(r"\b[45]\d\d[ -]", line):
            return headers.clean(" ".join(lines[at : at + 3]))[:500]
    for line, below in itertools.pairwise(lines[:80]):
        if recipient and line.strip("<>:. ").lower() == recipient.lower() and not _FIND_ADDRESS.search(below):
            return headers.clean(below)[:500]
    for line in lines[:40]:
        if _BODY.search(line):
            return headers.clean(line)[:500]
    return ""


def _original_fields(parts: list[Part], text: str) -> dict[str, str]:
    for part in parts:
        if part.content_type in ("message/rfc822", "text/rfc822-headers", "message/global", "message/rfc822-headers"):
            raw = undo(part.body, part.first("content-transfer-encoding")).lstrip(b"\r\n")[:65_536]
            head = re.split(r"\n[ \t]*\n", decode(raw, None).replace("\r\n", "\n"), maxsplit=1)[0]
            return _block(head)
    match = _ORIGINAL_STARTS.search(text)
    return _block(text[match.start() :].replace(">", "")[:8000]) if match else {}


def _original_id(parts: list[Part]) -> str:
    return next(iter(headers.ids(_original_fields(parts, "").get("message-id", "").encode("utf-8", "replace"))), "")


def _id_in(text: str) -> str:
    match = re.search(r"(?im)^[\s>]*message-id:\s*<([^<>\s]+)>", text)
    return match[1] if match else ""
