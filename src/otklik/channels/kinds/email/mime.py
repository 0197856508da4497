"""A letter's bytes into parts: our own reader, because a stranger's letter may have 1,000 parts inside each other or
a header of a megabyte, and the answer is wanted in milliseconds (docs/adr/0003). Never raises."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from otklik.channels.kinds.email.charsets import decode
from otklik.channels.kinds.email.smime import signed_content

MAX_PARTS = 2_000
MAX_DEPTH = 1_200
MAX_SCANNED = 400_000_000  # bytes looked through for boundaries, all depths together
MAX_HEADER = 16_000_000  # bytes of one part's header block
MAX_FIELD = 65_536  # bytes of one field
MAX_FIELDS = 1_000
MAX_SEALED = 8  # signed letters inside signed letters
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass
class Part:
    """One part: its fields (lower-case name, raw value, unfolded) in order, its raw body, the parts inside."""

    fields: list[tuple[str, bytes]]
    body: bytes
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    disposition_parameters: dict[str, str] = field(default_factory=dict)
    children: list[Part] = field(default_factory=list)
    depth: int = 0
    opened: Part | None = None  # what an opaquely signed part holds; the part itself stays a leaf

    def first(self, name: str) -> bytes:
        """The first field of this name, b"" when there is none."""
        return next((value for key, value in self.fields if key == name), b"")

    def all(self, name: str) -> list[bytes]:
        """Every field of this name."""
        return [value for key, value in self.fields if key == name]

    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        return undo(self.body, self.first("content-transfer-encoding"))

    def walk(self) -> Iterator[Part]:
        """This part and all inside, depth first; letters inside letters are leaves."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.children))


def read(raw: bytes) -> Part:
    """The letter as a tree of parts."""
    if re.match(rb">?From +[^: ]", raw) and b"\n" in raw:
        raw = raw[raw.index(b"\n") + 1 :]
    root = _part(raw.lstrip(b"\r\n"), default="text/plain", depth=0, is_root=True)
    queue, count, scanned = deque([root]), 1, 0
    while queue:
        part = queue.popleft()
        scanned += len(part.body)
        if scanned > MAX_SCANNED:
            break
        if part.content_type in _SEALED and part.depth < MAX_DEPTH and part.depth < MAX_SEALED:
            if inside := signed_content(part.content()):
                child = _part(inside.lstrip(b"\r\n"), default="text/plain", depth=part.depth + 1)
                part.opened = child
                queue.append(child)
                count += 1
            continue
        if not part.content_type.startswith("multipart/") or part.depth >= MAX_DEPTH:
            continue
        if b"--" not in part.body[:2_000] and part.first("content-transfer-encoding"):
            part.body = part.content()  # against the standard: the whole multipart is encoded
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for piece in _pieces(part):
            if count >= MAX_PARTS:
                break
            child = _part(piece, default=default, depth=part.depth + 1)
            part.children.append(child)
            queue.append(child)
            count += 1
        if part.children:
            part.body = b""  # the parts have it now: a thousand levels would hold the letter a thousand times
    return root


_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r|\n\r\n?")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*")


def _part(raw: bytes, *, default: str, depth: int, is_root: bool = False) -> Part:
    head, body = _split(raw, is_root=is_root)
    part = Part(fields=_fields(head), body=body, depth=depth)
    kind, part.parameters = parameters(part.first("content-type"))
    kind = kind.lower().replace(" ", "")
    part.content_type = (
        kind if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind) else "text/plain" if kind in ("", "text") else default
    )
    if not part.first("content-type"):
        part.content_type = default
    part.disposition, part.disposition_parameters = parameters(part.first("content-disposition"))
    part.disposition = part.disposition.lower().strip()
    return part


def _split(raw: bytes, *, is_root: bool) -> tuple[bytes, bytes]:
    if raw[:2] == b"\r\n":
        return b"", raw[2:]
    if raw[:1] == b"\n":
        return b"", raw[1:]
    found = _BLANK.search(raw, 0, MAX_HEADER)
    if found is None:
        if is_root or _FIELD.match(raw):
            return (raw, b"") if _FIELD.match(raw) else (b"", raw)
        return b"", raw
    head = raw[: found.start()]
    if not _FIELD.match(head.lstrip()) and not is_root:
        return b"", raw
    return head, raw[found.end() :]


def _fields(head: bytes) -> list[tuple[str, bytes]]:
    lines = re.split(rb"\r\n|\n|\r", head)
    fields: list[tuple[str, list[bytes]]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if fields:
                fields[-1][1].append(line.strip(b" \t"))
            continue
        match = _FIELD.match(line)
        if match is None:
            if fields and line.strip() and b":" not in line[:60]:
                fields[-1][1].append(line.strip())  # a folded line that lost its space
            continue
        if len(fields) >= MAX_FIELDS:
            break
        fields.append((match[1].decode("ascii").lower(), [line[match.end() :].rstrip()]))
    return [(name, b" ".join(filter(None, pieces))[:MAX_FIELD].replace(b"\0", b"")) for name, pieces in fields]


def _pieces(part: Part) -> Iterator[bytes]:
    """The raw parts between a multipart's boundaries; without a boundary that is found, the body as one."""
    boundary = part.parameters.get("boundary", "").strip()
    body = part.body
    marker = b"--" + boundary.encode("latin-1", "replace")
    if not boundary or marker not in body:
        if found := re.match(rb"\s*--([^\s]{3,70})[ \t]*\r?\nContent-", body, re.I):
            marker = b"--" + found[1]  # the header lies, the body does not
        elif not boundary and re.match(rb"\s*--\r?\nContent-", body, re.I):
            pass  # a boundary of nothing is still a line of two dashes
        else:
            if body.strip():
                yield b"\n" + body
            return
    # The marker leads the expression, so that the search is as fast as that of bytes; what is before it is looked at here.
    delimiter = re.compile(re.escape(marker) + rb"(--)?[ \t]*(?=\r\n|\n|\r|$)")
    start: int | None = None
    for match in delimiter.finditer(body):
        at = match.start()
        if at and body[at - 1] not in b"\r\n":
            continue
        if start is not None:
            yield body[start : max(start, at - 2 if body[at - 2 : at] == b"\r\n" else at - 1)]
        start = match.end()
        if match[1]:
            rest = body[start:].strip()
            start = None
            if not rest:
                return
            continue
        start += 2 if body[start : start + 2] == b"\r\n" else 1
    if start is not None and start < len(body):
        yield body[start:]


def undo(body: bytes, encoding: bytes) -> bytes:
    """A body without its transfer encoding; what is broken is mended as far as it goes."""
    name = encoding.split(b";")[0].strip(b" \t\r\n\"'").lower()
    if name == b"base64":
        return _base64(body)
    if name == b"quoted-printable":
        return quopri.decodestring(body)
    if name in (b"x-uuencode", b"uuencode", b"x-uue", b"uue"):
        return uudecode(body)[1] or body
    return body


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"


def _base64(body: bytes) -> bytes:
    try:
        if not body.translate(None, _ALPHABET):
            code = body.translate(None, b" \t\r\n")
            if b"=" not in code[:-2]:
                return base64.b64decode(code)
    except (binascii.Error, ValueError):
        pass
    return _mended_base64(body)


def _mended_base64(body: bytes) -> bytes:
    """Code cut short, with rubbish in its lines, padded in the middle, or with a line of advertising after it."""
    code = bytearray()
    for line in re.split(rb"[\r\n]+", body):
        kept = _NOT_BASE64.sub(b"", line.rstrip(b"= \t"))
        if code and len(line.strip()) - len(kept) > 0.1 * len(line) + 2:
            break  # words, not code
        if code and re.fullmatch(rb"--.*", line.strip()):
            break
        code += line.translate(None, line.translate(None, _ALPHABET) + b" \t")
    out = bytearray()
    for number, piece in enumerate(re.split(rb"=+", bytes(code))):
        if number and len(piece) % 4 == 1 and len(piece) < 80:
            break  # a word behind the padding
        piece = piece[: len(piece) - 1] if len(piece) % 4 == 1 else piece
        out += base64.b64decode(piece + b"=" * (-len(piece) % 4))
    if not out and body.strip():
        return body  # never was base64
    # Text that was called base64 by mistake decodes into noise: letters outside ASCII are no code at all.
    return body if sum(byte > 127 for byte in body[:4_000]) * 10 > len(body[:4_000]) else bytes(out)


_UU = re.compile(rb"(?:^|\n)begin [0-7]{3,4} ([^\r\n]+)\r?\n((?:[ -`][^\r\n]*\r?\n)*?)(?:`?\r?\n)?end(?:\r?\n|$)")


def uudecode(body: bytes) -> tuple[str, bytes]:
    """The first uuencoded file in a text: (name, bytes), ("", b"") when there is none."""
    found = _UU.search(body)
    if found is None:
        return "", b""
    out = bytearray()
    for line in found[2].splitlines():
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out += binascii.a2b_uu(line[:length])
            except binascii.Error:
                continue
    return decode(found[1], None), bytes(out)


_PARAMETER = re.compile(rb';\s*([^\s=;*]+)(\*\d+)?(\*)?\s*=\s*("(?:[^"\\]|\\.){0,8000}"?|[^;]{0,8000})', re.S)


def parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """`text/plain; charset=x` → its word and parameters, RFC 2231 continuations joined and decoded.

    A plain value keeps its bytes as Latin-1 where they are no ASCII: the caller decodes names.
    """
    end = value.find(b";")
    word = (value if end < 0 else value[:end]).strip().decode("latin-1")
    plain: dict[str, str] = {}
    extended: dict[str, list[tuple[int, bool, bytes]]] = {}
    for match in _PARAMETER.finditer(value if end >= 0 else b";" + value if b"=" in value else b""):
        name = match[1].decode("latin-1").lower()
        content = match[4].strip()
        if content[:1] == b'"':
            content = re.sub(rb"\\(.)", rb"\1", content[1:-1] if content[-1:] == b'"' else content[1:])
        if match[2] or match[3]:
            number = int(match[2][1:]) if match[2] and len(match[2]) < 6 else 0
            extended.setdefault(name, []).append((number, bool(match[3]), content))
        else:
            plain.setdefault(name, content.decode("latin-1"))
    for name, chunks in extended.items():
        plain[name] = _joined(sorted(chunks, key=lambda chunk: chunk[0]))
    if end < 0 and b"=" in value:
        word = ""
    return word, plain


def _joined(chunks: list[tuple[int, bool, bytes]]) -> str:
    charset = ""
    out = bytearray()
    for position, (_, is_encoded, content) in enumerate(chunks):
        if is_encoded:
            if position == 0 and content.count(b"'") >= 2:
                label, _, content = content.split(b"'", 2)
                charset = label.decode("latin-1")
            content = re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), content)
        out += content
    return decode(bytes(out), charset or "utf-8")
