"""The new part of a letter: without the quoted history, without the signature. Lines and words in many languages.

What is a quote is told by tables of words; the order of the cuts is in `reply_of`, top to bottom.
"""

from __future__ import annotations

import re

from otklik.channels.kinds.email.signatures import without_banner, without_signature

MAX_LINES = 3_000
MAX_LINE = 1_000  # characters

# ------------------------------------------------------------------ words of the clients
_WROTE = (
    r"wrote|writes|said|schrieb|schreibt|geschrieben|a écrit|a ecrit|écrit|schreef|heeft geschreven|geschreven|escribió|escribio|"
    r"escribiu|ha scritto|scrive|escreveu|napisał\(a\)|napisał|napisała|napisal|pisze|skrev|kirjoitti|написала?|написали|писала?|писали|"
    r"написал\(а\)|написав\(ла\)|написав|пише|пишет|пишут|сообщил|сообщает|napsal\(a\)|napsal|napísal|írta|a scris|"
    r"yazdı|şunu yazdı|έγραψε|đã viết|ha escrit|đã gửi|rašė|rakstīja|kirjutas|je napisao|napisao|je napisal|написа|жазды|жазған|было написано|было писано|"
    r"のメール|さんの書き込み|写道|寫道|编写|작성"
)
_ON = (
    r"on|am|le|op|el|il|em|w dniu|dnia|den|på|dne|dňa|pe|em|il giorno|el día|no dia|à|vào|a|den|ngày|tiistaina|"
    r"пользователь|в|от|at|за|у"
)
_LABEL_FROM = r"from|ад|von|de|van|da|od|från|fra|lähettäjä|от|от кого|отправитель|від|кімнен|发件人|差出人|보낸 사람|feladó|kimden|od kogo"
_LABEL_OTHER = (
    r"sent|date|to|cc|subject|reply-to|importance|gesendet|datum|an|betreff|kopie|envoyé le|envoyé|date|à|objet|cc|verzonden|aan|onderwerp|"
    r"datum|enviado|enviada|fecha|para|asunto|assunto|data|inviato|a|oggetto|wysłano|do|temat|data|skickat|till|ämne|sendt|til|"
    r"emne|dato|lähetetty|päivämäärä|vastaanottaja|aihe|отправлено|отправленные|дата|кому|копия|скрытая копия|тема|важность|адпраўлена|каму|тэма|копія|надіслано|кому|копія|enviado el|odesláno|"
    r"komu|předmět|odoslané|predmet|送信日時|宛先|件名|时间|主题|收件人|sent at|received|to whom|организация|date sent"
)
_ORIGINAL = (
    r"original message|original email|reply message|ursprüngliche nachricht|urspr[uü]ngliche nachricht|antwort nachricht|"
    r"message d'origine|message d’origine|message original|mensaje original|mensagem original|messaggio originale|"
    r"oorspronkelijk bericht|ursprungligt meddelande|originalt? meddelelse|opprinnelig melding|oprindelig meddelelse|oprindelig besked|"
    r"alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|pôvodná správa|eredeti üzenet|mesaj original|"
    r"исходное сообщение|исходное письмо|оригинальное сообщение|первоначальное сообщение|оригінальне повідомлення|вихідне повідомлення|"
    r"orijinal mesaj|元のメッセージ|original meddelande|reply above this line|quoted message"
)
_FORWARDED = (
    r"forwarded message|forwarded email|begin forwarded message|original forwarded|weitergeleitete nachricht|message transféré|"
    r"mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat meddelande|"
    r"videresendt melding|videresendt meddelelse|przekazana wiadomość|пересылаемое сообщение|пересланное сообщение|"
    r"пересылаемое письмо|перенаправленное сообщение|начало переадресованного сообщения|конец пересылаемого сообщения|"
    r"это пересланное сообщение|переслане повідомлення|välitetty viesti|přeposlaná zpráva|ウェブ転送|forwarded by"
)
_QUOTED = re.compile(r"^[ \t\xa0]*(?:>|&gt;|\|[ \t](?=\S))")
_INITIALS = re.compile(r"^[ \t]?([A-ZА-ЯЁ]{1,4})>+(?:\s|$)")
_WROTE_END = re.compile(rf"(?:{_WROTE})\s*(?:\S+@\S+|<[^>]*>|[\w .,'’()«»\"-]{{0,60}})?\s*:\s*$", re.I)
_WROTE_ONLY = re.compile(rf"\b(?:{_WROTE})\s*:\s*$", re.I)
_WROTE_ANY = re.compile(rf"\b(?:{_WROTE})\b", re.I)
_ON_START = re.compile(rf"^[-*_\s\xa0]*(?:{_ON})\b[\s,:]", re.I)
_DATE = re.compile(
    r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}:\d{2}\b|\b\d{1,2}h\d{2}\b|\b(?:19|20)\d{2}\b|\d年|\d월|\d日", re.I
)
_MAIL = re.compile(r"[^\s<>\"]{1,100}@[^\s<>\"]+|<mailto:|\[mailto:", re.I)
_ORIGINAL_LINE = re.compile(
    rf"^[\s>*]{{0,20}}[-_=*#]{{2,80}}\s{{0,20}}(?:{_ORIGINAL})\s{{0,20}}[-_=*#]{{2,}}|^[\s>*]{{0,20}}(?:[-_=*#]{{2,80}}\s{{0,20}})(?:{_ORIGINAL})\b.{{0,40}}$|^[\s*]{{0,20}}(?:{_ORIGINAL})[\s*]{{0,20}}:?\s*$",
    re.I,
)
_FORWARD_LINE = re.compile(rf"^[\s>*]{{0,20}}(?:[-_=*#]{{2,80}}\s{{0,20}})?(?:{_FORWARDED})\b.{{0,60}}$", re.I)
_FROM_LINE = re.compile(rf"^[\s>*_]{{0,40}}(?:-{{3,80}} )?(?:{_LABEL_FROM})\*?[ \xa0]*[:：]\*?[\s\xa0]*\S", re.I)
_LABEL_LINE = re.compile(
    rf"^[\s>*_]{{0,40}}(?:-{{3,80}} )?(?:{_LABEL_FROM}|{_LABEL_OTHER})\*?[ \xa0]*[:：]\*?[\s\xa0]*\S?", re.I
)
_RULE = re.compile(r"^\s*[_\-=—–]{8,}\s*$")
_DATE_HEADER = re.compile(
    r"^\s*(?:(?:\w{2,12}\.?,?\s+)?\d{1,2}[./ ]\w{2,10}[./ ]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}).{0,160}"
    r"(?:<[^<>\s]+@[^<>\s]+>|\[mailto:[^\]]+\]|\"[^\"]+\"|\S+@\S+)\s*:?\s*$"
)
_MARKERS = re.compile(
    r"(?:please )?(?:reply|type your reply|write your reply|respond) (?:above|over) (?:this|the) line|"
    r"ответьте выше этой (?:строки|линии)|пишите выше этой линии|^\s*##-.{1,60}-##|\*{3,}.*reply above.*\*{3,}",
    re.I,
)


def reply_of(text: str) -> str:
    """What the sender wrote anew. The whole text when nothing would be left (a bare forward is content)."""
    lines = _plain_marks(text.replace("\xa0", " ").split("\n")[:MAX_LINES])
    kept = _without_history(without_banner(lines))
    kept = without_signature(kept)
    reply = "\n".join(line.rstrip() for line in kept).strip()
    if reply:
        return re.sub(r"\n{3,}", "\n\n", reply)
    return _unquoted(lines) if any(line.strip() for line in lines) else ""


def _plain_marks(lines: list[str]) -> list[str]:
    """The Bat! quotes behind initials («АБ> …»): made plain, where it is no prompt of a console."""
    found: dict[str, int] = {}
    for line in lines:
        if match := _INITIALS.match(line):
            found[match[1]] = found.get(match[1], 0) + 1
    marks = {
        mark for mark, count in found.items() if re.search("[А-ЯЁ]", mark) or (count > 1 and mark not in ("C", "D", "SQL", "PS"))
    }  # fmt: skip
    if not marks:
        return lines
    return [
        f"> {line[match.end() :]}" if (match := _INITIALS.match(line)) and match[1] in marks else line
        for line in lines
    ]


def _unquoted(lines: list[str]) -> str:
    """Nothing but history: a forward; kept whole, but for what is behind ">" below other words."""
    own = [line for line in lines if not _QUOTED.match(line)]
    kept = own if sum(len(line.strip()) for line in own) > 60 else lines
    return "\n".join(line.rstrip() for line in kept).strip()


def _without_history(lines: list[str]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if len(line) > MAX_LINE and not line.lstrip().startswith(">"):
            out.append(line)  # no client writes a header so long, and no expression need look at it
            at += 1
            continue
        if _QUOTED.match(line):
            at = _skip_quoted(lines, at)
            _drop_header_above(out)
            continue
        if _FORWARD_LINE.match(line):
            return out + lines[at:]  # forwarding is saying: «look at this»
        if _MARKERS.search(line) and any(each.strip() for each in out):
            break
        span = _header_span(lines, at)
        if span:
            _drop_labels_above(out)
            after = _next_filled(lines, at + span)
            if after < len(lines) and _QUOTED.match(lines[after]):
                at = after
                out.append("")
                continue
            if any(each.strip() for each in out):
                break
            at += span  # a header above everything: what follows is the history, unless there is nothing else
            rest = lines[at:]
            return out if not any(each.strip() for each in rest) else rest if _is_bottom_post(rest) else out
        if _is_cut(lines, at):
            if any(each.strip() for each in out):
                break
            return out
        out.append(line)
        at += 1
    return out


def _is_bottom_post(rest: list[str]) -> bool:
    return any(_QUOTED.match(line) for line in rest) and any(
        line.strip() and not _QUOTED.match(line) for line in rest
    )


def _skip_quoted(lines: list[str], at: int) -> int:
    """Past a block behind ">": blank lines within, and the tails of lines that a client has broken."""
    while at < len(lines):
        if _QUOTED.match(lines[at]):
            at += 1
            continue
        after = _next_filled(lines, at)
        if not lines[at].strip() and after < len(lines) and _QUOTED.match(lines[after]):
            at = after
            continue
        break
    return at


def _drop_header_above(out: list[str]) -> None:
    """The «X wrote:» line left above a quote in a form that the tables do not know: short, and ends in a colon."""
    _drop_blank(out)
    if not out or not out[-1].rstrip().endswith(":") or len(out[-1]) >= 120:
        return
    if _DATE.search(out[-1]) or _MAIL.search(out[-1]) or (_WROTE_ONLY.search(out[-1]) and len(out[-1].split()) <= 6):
        out.pop()


def _drop_blank(out: list[str]) -> None:
    while out and not out[-1].strip():
        out.pop()


def _drop_labels_above(out: list[str]) -> None:
    """Yandex puts «Кому: …; Тема: …;» behind a rule above its header."""
    kept = list(out)
    _drop_blank(kept)
    labels = 0
    while kept and (_LABEL_LINE.match(kept[-1]) or not kept[-1].strip()):
        labels += bool(kept.pop().strip())
    if labels and kept and _RULE.match(kept[-1]):
        kept.pop()
        out[:] = kept


def _next_filled(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _header_span(lines: list[str], at: int) -> int:
    """How many lines from `at` are «On …, X wrote:», 0 when they are not; clients break it over up to five lines."""
    first = lines[at].strip()
    if not first or len(first) > 400 or _QUOTED.match(lines[at]):
        return 0
    is_on = bool(_ON_START.match(first))
    if not is_on and not _DATE.search(first) and not _MAIL.search(first) and not _WROTE_ANY.search(first):
        return 0
    joined = ""
    for count in range(1, 6):
        if at + count > len(lines):
            break
        line = lines[at + count - 1].strip()
        if not line and count > 1:
            if is_on:
                continue
            break
        joined = f"{joined} {line}".strip()
        if len(joined) > 500:
            break
        if _is_header(joined, is_on=is_on):
            return count
        if line.endswith((".", "!", "?")) and not re.search(r"\b(?:[^\W\d]{1,4}|\d{1,2})\.$", line):
            break
    return 0


_DASHED = re.compile(rf"^-{{2,}}\s*(?:{_ON}\b)?.{{2,200}}\b(?:{_WROTE})\s*:?\s*-{{2,}}$", re.I)


def _is_header(joined: str, *, is_on: bool) -> bool:
    if _DASHED.match(joined):
        return True
    has_date, has_mail = bool(_DATE.search(joined)), bool(_MAIL.search(joined))
    ends = joined.rstrip(" *_").endswith((":", "："))
    if _WROTE_END.search(joined) and (has_date or has_mail):
        return True
    if has_date and re.search(rf"(?:{_WROTE})\s*$", joined, re.I) and (is_on or has_mail) and len(joined) > 25:
        return True
    if is_on and has_date and _WROTE_ANY.search(joined) and ends:
        return True
    if ends and has_date and has_mail and len(joined) < 260 and not _LABEL_LINE.match(joined):
        return True
    if has_date and has_mail and _DATE_HEADER.match(joined) and not _LABEL_LINE.match(joined):
        return True
    return bool(has_date and re.search(r"\b(?:от|кимнен) .{2,80}<[^<>@\s]+@[^<>\s]+>\s*:?$", joined))


def _is_cut(lines: list[str], at: int) -> bool:
    """Whether everything from here on is history: «Original message», or a block of From, Sent, To, Subject."""
    line = lines[at]
    if _ORIGINAL_LINE.match(line):
        return True
    if _LABEL_LINE.match(line) and len(line) < 400 and _is_label_block(lines, at):
        return True
    if _RULE.match(line):
        after = _next_filled(lines, at + 1)
        if after < len(lines) and (_FROM_LINE.match(lines[after]) or _header_span(lines, after)):
            return True
    return False


def _is_label_block(lines: list[str], at: int) -> bool:
    """From, Sent, To, Subject in some order. Three labels are enough; two, when they hold an address or a moment."""
    near = [each[:400] for each in lines[at : at + 9] if each.strip()][:5]
    block = []
    for each in near:
        if _LABEL_LINE.match(each):
            block.append(each)
        elif len(block) >= 2 or not re.match(r"\s", each):
            break
    is_from = bool(_FROM_LINE.match(lines[at]))
    if len(block) >= 3 and (is_from or any(_FROM_LINE.match(each) for each in block)):
        return True
    if len(block) < 2 or not (is_from or _DATE_LABEL.match(lines[at])):
        return False
    rest = " ".join(block)
    return bool(_MAIL.search(rest) or re.search(r"\d{1,2}:\d{2}", rest)) or "..." in rest


_DATE_LABEL = re.compile(r"^[\s>*_]*(?:date|datum|data|fecha|дата|отправлено|sent)\*?\s*[:：]", re.I)
