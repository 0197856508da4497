"""Whether a machine wrote the letter: an auto-reply, a list, a loop of our own. Bounces are told in `bounces`."""

from __future__ import annotations

import re

OUR_MARKER = "x-otklik-mail"

_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:(?:re|aw|ответ)\s*:\s*)?(?:auto(?:matic|mated|matisch\w*|matique|matica|matyczna)?[ -]?(?:re(?:ply|sponse|spuesta)|antwort\w*|"
    r"r[ée]ponse|respons\w*|odpowied\w*|svar|vastaus)|autoreply|autorespon\w+|auto\s*:|out[ -]of[ -](?:the[ -])?office|ooo\b|away from (?:my )?(?:the )?office|"
    r"abwesenheits?\w*|automatische antwort|(?:r[ée]ponse|message) automatique|absence du bureau|respuesta automática|fuera de (?:la )?oficina|"
    r"resposta automática|risposta automatica|fuori sede|fuori ufficio|automatisch antwoord|afwezig\w*|autosvar|frånvaro|poissa|"
    r"nieobecno\w+|automatyczna odpowiedź|автоматическ\w+ (?:ответ|сообщение|уведомление|письмо)|автоответ\w*|авто[ -]?ответ\w*|сейчас (?:я )?(?:нет на месте|в отпуске|не на месте)|нет на месте|вне офиса|"
    r"(?:я )?(?:в отпуске|в командировке|на больничном|в декрете|отсутствую)\b|меня нет (?:на месте|в офисе)|отпуск\b.{0,20}\bre:|автоматты жауап|аўтаматычны адказ|автоматична відповідь|自動応答|自动回复|自動回覆|i am (?:currently )?(?:out|away|on vacation|on leave)|on vacation\b|vacation (?:reply|response)|"
    r"annual leave)",
    re.I,
)
_NOT_SUBJECT = re.compile(r"\?\s*$")


# A letter that says of itself that a machine sent it.
_SAYS_SO = re.compile(
    r"^\W*(?:[^.!?\n]{0,60}[,.!]\s+)?это (?:автоматическ\w+|авто-?) ?(?:ответ|сообщение|уведомление|письмо)|"
    r"(?:письмо|сообщение|уведомление|ответ) (?:создан|сформирован|отправлен|сгенерирован)\w* автоматически|"
    r"отвечать на (?:него|это письмо|данное письмо) не (?:нужно|надо|требуется|следует)|"
    r"this is an auto(?:mated|matic|-?generated)? ?(?:reply|response|message|e-?mail)|automatically generated (?:reply|response|message|e-?mail)",
    re.I,
)
# Neither alone is enough: customers write from their holidays too.
_AWAY = re.compile(
    r"(?:нахожусь|буду|я|сейчас|ушл?[аё]?л?)\b[^.!?]{0,40}\b(?:в\s+[\w\s]{0,25}отпуске|в командировке|на больничном|в декрет\w+|вне офиса)|отсутствую\b|"
    r"меня (?:не будет|нет)\b[^.!?]{0,30}\b(?:на месте|на рабочем|в офисе)|(?:out of|away from) (?:the |my )?office|on (?:annual |maternity |sick |parental )?(?:leave|vacation|holiday)\b",
    re.I,
)
_MEANWHILE = re.compile(
    r"по (?:всем |любым |срочным |неотложным |возникшим |рабочим )*вопросам\b[^.!?\n]{0,80}(?:обращ|обрат|пиш|звон|связ)|в (?:экстренных|срочных) случаях|срочн\w+ вопрос|"
    r"(?:отвечу|свяжусь|прочту|прочитаю|рассмотрю|вернусь к)\b[^.!?\n]{0,60}(?:после|по) (?:возвращени|выход|окончани|отпуск)|(?:доступ\w* к|к) (?:электронной |рабочей )?почте\b[^.!?\n]{0,30}(?:ограничен|нет|не име)|"
    r"(?:к|нет доступа к) почте доступа нет|ограничен\w* доступ|меня замещает|замещает меня|limited access|urgent|upon (?:my )?return|when i (?:return|am back|get back)|i will (?:return|be back|respond|reply)",
    re.I,
)
MAX_AWAY = 900  # characters: who writes more, writes himself


def _seems_automatic(words: str) -> bool:
    """Whether the letter's own new words are those of an auto-reply; a question is a person's."""
    if not words or len(words) > MAX_AWAY or "?" in words:
        return False
    return bool(_SAYS_SO.search(words) or (_AWAY.search(words) and _MEANWHILE.search(words)))


def kind_of(fields: dict[str, str], subject: str, *, words: str = "", is_receipt: bool = False) -> str | None:
    """What wrote it: `auto-reply`, `list`, `loop` or None, from the fields (lower-case name → first value), the
    subject and the letter's new words; a receipt (RFC 8098) is an auto-reply."""
    if fields.get(OUR_MARKER):
        return "loop"
    if is_receipt:
        return "auto-reply"
    submitted = fields.get("auto-submitted", "").lower().strip()
    if submitted and not submitted.startswith("no"):
        return "auto-reply"
    if any(fields.get(name) for name in _REPLY_MARKS):
        return "auto-reply"
    if (
        fields.get("x-auto-response-suppress", "").lower().strip() == "all"
        and "x-ms-exchange-inbox-rules-loop" in fields
    ):
        return "auto-reply"
    precedence = fields.get("precedence", "").lower().strip()
    if precedence == "auto_reply" or fields.get("x-precedence", "").lower() == "auto_reply":
        return "auto-reply"
    if re.search(
        r"\b(?:auto-?repl|vacation|autorespon|out-of-office)",
        fields.get("x-mailer", "") + fields.get("x-auto-response", ""),
        re.I,
    ):
        return "auto-reply"
    if _SUBJECT.search(subject) and not (_NOT_SUBJECT.search(subject) and not precedence):
        return "auto-reply"
    if any(fields.get(name) for name in _LIST_MARKS):
        return "list"
    if precedence in ("bulk", "junk", "list"):
        suppress = fields.get("x-auto-response-suppress", "").lower()
        return (
            "auto-reply"
            if suppress == "all" and not fields.get("list-unsubscribe") and fields.get("in-reply-to")
            else "list"
        )
    if fields.get("return-path", "x").replace(" ", "") in ("<>", "") and not fields.get("x-otklik-mail"):
        return "auto-reply"  # the null sender is a machine's (RFC 3834)
    return "auto-reply" if _seems_automatic(words) else None


_REPLY_MARKS = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-auto-reply-from", "x-autogenerated", "x-autoreply-from",
    "x-mail-autoreply", "x-yandex-autoreply", "x-vacation", "x-ms-exchange-generated-message-source-autoreply", "x-post-messageclass-ooo",
    "delivered-to-autoresponder", "preference-autoreply", "x-pobox-autoreply", "x-cron-env", "x-mailru-autoreply",
)  # fmt: skip
_LIST_MARKS = (
    "list-id",
    "list-unsubscribe",
    "list-post",
    "list-help",
    "x-mailing-list",
    "mailing-list",
    "x-mailman-version",
)
