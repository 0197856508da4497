"""From the tree of parts: the text, the HTML, the files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from otklik.channels.kinds.email import headers
from otklik.channels.kinds.email.charsets import decode
from otklik.channels.kinds.email.mime import Part, parameters, uudecode
from otklik.channels.kinds.email.parsed import Attached
from otklik.channels.kinds.email.tnef import unpack
from otklik.kit import html as markup

MAX_TEXT = 1_000_000
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_EXTENSIONS = {
    "message/rfc822": ".eml", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "text/calendar": ".ics",
    "application/pdf": ".pdf", "text/html": ".html", "text/plain": ".txt", "message/delivery-status": ".txt",
    "text/rfc822-headers": ".txt", "application/zip": ".zip",
}  # fmt: skip


@dataclass
class Body:
    """What was found: `plain` and `html` as the sender wrote them, in their order, and the files."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)

    def html_text(self) -> str:
        """The text of the HTML parts."""
        return "\n\n".join(filter(None, (markup.to_text(each) for each in self.html)))

    def text(self) -> str:
        """All that is visible."""
        plain = "\n".join(each.strip("\n") for each in self.plain if each.strip())
        return plain if plain.strip() else self.html_text()


def read(root: Part) -> Body:
    """Choose text and files; an alternative's best version only, inline texts one after another."""
    body = Body()
    _read(root, body)
    return body


def _read(root: Part, body: Body) -> None:
    stack: list[tuple[Part, str]] = [(root, "")]
    while stack:
        part, within = stack.pop()
        kind = part.content_type
        if part.opened is not None:
            stack.append((part.opened, within))
        if part.children:
            inside = kind if kind in ("multipart/alternative", "multipart/related", "multipart/report") else within
            stack.extend((child, inside) for child in reversed(part.children))
        elif kind.startswith("multipart/"):
            if part.body.strip():
                _text(part, body, as_html=False)
        else:
            _leaf(part, within, body)


def _leaf(part: Part, within: str, body: Body) -> None:
    kind, name = part.content_type, filename(part)
    is_text = kind in ("text/plain", "text/html", "text/enriched", "text/richtext", "text/x-amp-html")
    if kind == "text/x-amp-html":
        return
    is_file = part.disposition == "attachment" or (
        name and not (is_text and part.disposition == "inline" and not name)
    )
    if is_text and not is_file:
        if kind == "text/html":
            _text(part, body, as_html=True)
        else:
            _text(part, body, as_html=False)
        return
    if not part.body.strip() and not name and kind != "message/rfc822":
        return
    content = part.body.lstrip(b"\r\n") if kind.startswith("message/") and not _is_encoded(part) else part.content()
    if kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name.lower() == "winmail.dat":
        if _tnef(content, body):
            return
    body.files.append(_attached(part, kind, name, content))


def _attached(part: Part, kind: str, name: str, content: bytes) -> Attached:
    content_id = headers.clean(decode(part.first("content-id"), None)).strip("<> ")
    inline = part.disposition == "inline" or (bool(content_id) and part.disposition != "attachment")
    if not name:
        inner = (
            re.search(rb"(?im)^subject:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", content[:20_000])
            if kind == "message/rfc822"
            else None
        )
        subject = headers.text(inner[1]) if inner else ""
        name = (re.sub(r'[\\/:*?"<>|]', "_", subject)[:120] or kind.split("/")[0]) + _EXTENSIONS.get(kind, "")
    return Attached(name, kind, content, inline, content_id)


def _is_encoded(part: Part) -> bool:
    return part.first("content-transfer-encoding").strip().lower() in (b"base64", b"quoted-printable")


def _text(part: Part, body: Body, *, as_html: bool) -> None:
    raw = part.content()[: MAX_TEXT * 4]
    label = part.parameters.get("charset")
    if as_html and not label and (meta := re.search(rb'(?i)<meta[^>]{0,200}charset=["\']?([\w-]+)', raw[:4000])):
        label = meta[1].decode("ascii")
    text = _UNSTORABLE.sub("", decode(raw, label).replace("\r\n", "\n").replace("\r", "\n"))[:MAX_TEXT]
    if as_html:
        if text.strip():
            body.html.append(text)
        return
    if part.content_type in ("text/enriched", "text/richtext"):
        text = re.sub(r"<(?:/?param>[^<]*</param|/?[a-z]+)>", "", text, flags=re.I).replace("<<", "<")
    if "begin " in text and b"\nend" in raw:
        name, content = uudecode(raw)
        if content:
            body.files.append(Attached(safe_name(name), "application/octet-stream", content))
            text = re.sub(r"(?ms)^begin [0-7]{3,4} .*?^end\s*$", "", text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = _flowed(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    body.plain.append(text)


def _flowed(text: str, *, delete_space: bool) -> str:
    """RFC 3676: lines that end in a space go on in the next, within one depth of quotes."""
    lines: list[list[str]] = []
    is_open, open_depth = False, 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:]
        words = words[1:] if words.startswith(" ") else words
        is_new = not (is_open and depth == open_depth and words != "-- ")
        is_open = words.endswith(" ") and words != "-- "
        open_depth = depth
        kept = words[:-1] if is_open and delete_space else words
        if is_new:
            lines.append([">" * depth + (" " if depth else ""), kept])
        else:
            lines[-1].append(kept)
    return "\n".join("".join(pieces) for pieces in lines)


def _tnef(content: bytes, body: Body) -> bool:
    """Outlook's winmail.dat opened: its files, and its text when the letter has none."""
    unpacked = unpack(content)
    if unpacked is None:
        return False
    body.files.extend(Attached(safe_name(name), kind, data) for name, kind, data in unpacked.files)
    if unpacked.html and not body.html and not any(each.strip() for each in body.plain):
        body.html.append(_UNSTORABLE.sub("", unpacked.html)[:MAX_TEXT])
    elif unpacked.text and not any(each.strip() for each in body.plain):
        body.plain.append(_UNSTORABLE.sub("", unpacked.text)[:MAX_TEXT])
    return True


def filename(part: Part) -> str:
    """The file's name, from Content-Disposition or Content-Type, whatever way it was encoded."""
    raw = part.disposition_parameters.get("filename") or part.parameters.get("name") or ""
    if not raw and part.first("content-disposition"):
        found = re.search(rb'filename="?([^";]+)', part.first("content-disposition"))
        raw = found[1].decode("latin-1") if found else ""
    if not raw and (location := part.first("content-location")) and not part.content_type.startswith("text/"):
        raw = location.decode("latin-1").rsplit("/", 1)[-1]
    if not raw:
        return ""
    try:
        as_bytes = raw.encode("latin-1")
        raw = decode(as_bytes, None) if not raw.isascii() else raw
    except UnicodeEncodeError:
        pass  # decoded already, by RFC 2231
    decoded = headers.words(raw)
    if "%" in decoded and re.fullmatch(r"(?:[\w.~() -]|%[0-9A-Fa-f]{2})+", decoded):
        try:  # RFC 2231's escapes where none may be
            unescaped = unquote(decoded, errors="strict")
            decoded = decoded if unescaped.isascii() else unescaped
        except UnicodeDecodeError:
            pass
    if "''" in decoded and re.match(r"[\w-]+'\w*'[%\w]", decoded):
        decoded = parameters(b"x; f*=" + decoded.encode("utf-8", "replace"))[1].get("f", decoded)
    return safe_name(decoded)


_PATH = re.compile(r"^(?:[a-zA-Z]:)?[\\/]|\\|(?:^|/)\.{1,2}/")


def safe_name(name: str) -> str:
    """A name that is a name: one line, no path, at most 200 characters with its ending kept."""
    name = headers.clean(name).replace("\u202e", "")
    name = re.split(r"[\\/]", name)[-1].strip() if _PATH.search(name) else name
    if len(name) > 200:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: 190 - len(ending)]}.{ending}" if dot and len(ending) < 12 else name[:200]
    return name
