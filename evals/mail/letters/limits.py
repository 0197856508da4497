"""Letters made to break a parser: what is asked of it is an answer, in two seconds and 300 MB."""

from __future__ import annotations

from collections.abc import Iterator

from evals.mail.letters.files import opaque_signed, tnef
from evals.mail.letters.write import CUSTOMER_MAIL, Letter, encoded, head, multipart, part

_TOP = f"From: {CUSTOMER_MAIL}\r\nSubject: x\r\n".encode()


def _nested(count: int, *, rfc822: bool = False) -> bytes:
    out = _TOP
    for number in range(count):
        out += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
        if rfc822:
            out += b"Content-Type: message/rfc822\r\n\r\nSubject: inner %d\r\n" % number
    return (
        out
        + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
        + "Дно.".encode()
        + b"".join(b"\r\n--b%d--" % number for number in reversed(range(count)))
    )


def letters() -> Iterator[Letter]:
    """Depth, breadth, length, and patterns that slow expressions down."""
    text = "Обычный текст.".encode()
    plain = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text
    ok = {"text_contains": ["Обычный текст."], "from_address": CUSTOMER_MAIL}
    yield Letter("limit/nested-100", _nested(100), {"text_contains": ["Дно."], "subject": "x"})
    yield Letter("limit/nested-1000", _nested(1000), {"text_contains": ["Дно."], "subject": "x"})
    yield Letter("limit/nested-5000", _nested(5000), {"subject": "x"})
    yield Letter("limit/nested-rfc822-300", _nested(300, rfc822=True), {"subject": "x"})
    yield Letter(
        "limit/parts-10000",
        _TOP + multipart("mixed", part("Первая."), *[part("")] * 10_000),
        {"text_contains": ["Первая."]},
    )
    yield Letter(
        "limit/files-1500",
        _TOP
        + multipart(
            "mixed",
            part("Первая."),
            *[part(b"x", "image/png", head='Content-Disposition: attachment; filename="a.png"\r\n')] * 1500,
        ),
        {"text_contains": ["Первая."], "attachments_min": 1000},
    )
    yield Letter(
        "limit/same-boundary-1000",
        _TOP
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 1000,
        {"subject": "x"},
    )
    brackets: dict[str, bytes] = {
        "round-from": b"From: " + b"(" * 220_000 + b"\r\n", "round-to": b"To: " + b"(" * 110_000 + b")" * 110_000 + b"\r\n", "angle": b"To: " + b"<" * 220_000 + b"\r\n", "square": b"Subject: " + b"[" * 220_000 + b"\r\n",
        "quotes": b"To: " + b'"' * 220_000 + b"\r\n", "escapes": b'To: "' + b"\\" * 220_001 + b"\r\n", "type": b"Content-Type: text/plain; x=" + b'"' * 100_001 + b"\r\n", "params": b"Content-Type: text/plain" + b"; a=b" * 50_000 + b"\r\n",
        "commas": b"To: " + b"," * 220_000 + b"\r\n", "colons": b"To: " + b":" * 220_000 + b"\r\n", "date": b"Date: " + b"(" * 220_000 + b"\r\n", "ids": b"References: " + b"<" * 220_000 + b"\r\n", "ids-many": b"References: " + b"<a@b> " * 50_000 + b"\r\n",
        "words": b"Subject: " + b"=?utf-8?B?" * 30_000 + b"\r\n", "words-real": b"Subject: " + b"=?utf-8?B?0YE=?= " * 20_000 + b"\r\n", "words-q": b"Subject: =?utf-8?Q?" + b"?" * 200_000 + b"\r\n", "spaces": b"Subject: a" + b" " * 300_000 + b"b\r\n",
        "name-2231": b"Content-Disposition: attachment; " + b"; ".join(b"filename*%d*=%%D0" % n for n in range(20_000)) + b"\r\n", "semicolons": b"Content-Type: text/plain" + b";" * 200_000 + b"\r\n", "ats": b"To: " + b"a@" * 100_000 + b"\r\n", "auth": b"Authentication-Results: " + b"(" * 220_000 + b"\r\n",
        "delivered": b"Delivered-To: " + b"<a@b.example>, " * 20_000 + b"\r\n", "bounce": b"X-Failed-Recipients: " + b"a@b." * 50_000 + b"\r\n", "mime-version": b"MIME-Version: " + b"1." * 100_000 + b"\r\n",
    }  # fmt: skip
    for name, field in brackets.items():
        given = (
            b"Subject: x\r\n"
            if field.startswith(b"From")
            else _TOP
            if not field.startswith(b"Subject")
            else f"From: {CUSTOMER_MAIL}\r\n".encode()
        )
        body = b"Content-Transfer-Encoding: 8bit\r\n\r\n" + text if field.startswith(b"Content-Type") else plain
        yield Letter(
            f"limit/header-{name}",
            given + field + body,
            {"text_contains": ["Обычный текст."]} if name not in ("name-2231",) else {"subject": "x"},
        )
    yield Letter(
        "limit/recipients-100000",
        _TOP + b"To: " + b",\r\n ".join(b"u%d@x.example" % n for n in range(100_000)) + b"\r\n" + plain,
        {**ok, "to_first": "u0@x.example"},
    )
    yield Letter(
        "limit/header-megabyte",
        _TOP + b"X-Long: " + b"a" * 1_000_000 + b"\r\nTo: b@x.example\r\n" + plain,
        {"text_contains": ["Обычный текст."], "from_address": CUSTOMER_MAIL, "to_addresses": ["b@x.example"]},
    )
    yield Letter(
        "limit/subject-megabyte",
        f"From: {CUSTOMER_MAIL}\r\n".encode() + b"Subject: " + b"a" * 1_000_000 + b"\r\n" + plain,
        {"text_contains": ["Обычный текст."], "from_address": CUSTOMER_MAIL},
    )
    yield Letter("limit/header-folds", _TOP + b"X-Long: a\r\n" + b" b\r\n" * 100_000 + plain, ok)
    yield Letter("limit/fields-50000", _TOP + b"".join(b"X-%d: y\r\n" % n for n in range(50_000)) + plain, ok)
    yield Letter(
        "limit/fields-same-20000",
        _TOP + b"To: a@x.example\r\n" * 20_000 + plain,
        {"text_contains": ["Обычный текст."]},
    )
    bodies: dict[str, tuple[str, bytes]] = {
        "long-line": ("plain", b"a" * 5_000_000), "long-word-russian": ("plain", "ы".encode() * 2_000_000), "quote-depth": ("plain", b">" * 200_000), "quotes-many": ("plain", b"> x\n" * 200_000),
        "spaces": ("plain", b" " * 2_000_000), "lines": ("plain", b"\r\n" * 500_000), "on-wrote": ("plain", b"On Mon, 24 Nov 2026 at 10:15, a@b wrote\n" * 20_000), "from": ("plain", "От: \n".encode() * 50_000), "dashes": ("plain", b"-" * 1_000_000),
        "dash-lines": ("plain", b"--\n" * 100_000), "at": ("plain", b"a@" * 500_000), "stars": ("plain", b"*" * 500_000), "brackets": ("plain", b"[" * 500_000 + b"(" * 500_000), "urls": ("plain", b"https://a.example/" * 50_000), "begin": ("plain", b"begin 644 x\n" * 50_000 + b"end\n"),
        "underscores": ("plain", b"_ " * 300_000), "digits": ("plain", b"24.11.2026 " * 60_000), "colon-lines": ("plain", b"a: b\n" * 100_000), "tags": ("html", b"<" * 300_000), "blockquotes": ("html", b"<blockquote>" * 60_000), "divs": ("html", b"<div>" * 100_000 + b"x"),
        "tables": ("html", b"<table><tr><td>" * 20_000 + b"x"), "attributes": ("html", b"<p " + b"a=b " * 200_000 + b">x</p>"), "comments": ("html", b"<!--" * 200_000), "entities": ("html", b"&amp;" * 500_000), "styles": ("html", b"<p style='color:red'>x</p>" * 30_000),
        "unclosed": ("html", b"<a href='" * 100_000), "broken-tags": ("html", b"<b><i>" * 30_000), "big": ("html", b"<p>" + "слово ".encode() * 400_000), "data-image": ("html", b"<img src='data:image/png;base64," + b"A" * 3_000_000 + b"'>"), "nul": ("plain", b"\0" * 2_000_000), "lists": ("html", b"<ul><li>" * 20_000), "select": ("html", b"<select><option>" * 20_000),
    }  # fmt: skip
    for name, (kind, body) in bodies.items():
        yield Letter(
            f"limit/body-{name}",
            _TOP + f"Content-Type: text/{kind}; charset=utf-8\r\n\r\n".encode() + body,
            {"subject": "x"},
        )
    yield Letter(
        "limit/base64-20mb",
        _TOP
        + multipart(
            "mixed",
            part("Файл во вложении."),
            part(b"\0" * 15_000_000, "application/zip", head='Content-Disposition: attachment; filename="a.zip"\r\n'),
        ),
        {"text_contains": ["Файл"], "attachments_sizes": [15_000_000]},
    )
    yield Letter(
        "limit/bad-base64",
        _TOP + b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"=A" * 1_000_000,
        {"subject": "x"},
    )
    yield Letter(
        "limit/bad-qp",
        _TOP
        + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + b"=" * 1_000_000,
        {"subject": "x"},
    )
    yield Letter(
        "limit/tnef-many",
        _TOP + part(tnef(["Счёт.pdf"] * 1500, unicode=True), "application/ms-tnef"),
        {"subject": "x"},
    )
    yield Letter(
        "limit/smime-deep",
        _TOP + part(b"\x30\x80" * 100_000, "application/pkcs7-mime; smime-type=signed-data"),
        {"subject": "x"},
    )
    inner = opaque_signed(part("Дно."))
    for _ in range(12):
        inner = opaque_signed(part(inner, "application/pkcs7-mime; smime-type=signed-data"))
    yield Letter(
        "limit/smime-in-smime", _TOP + part(inner, "application/pkcs7-mime; smime-type=signed-data"), {"subject": "x"}
    )
    yield Letter(
        "limit/report-many",
        head(subject="Undelivered Mail Returned to Sender", sender="MAILER-DAEMON@x.example")
        + multipart(
            "report; report-type=delivery-status",
            part("x"),
            b"Content-Type: message/delivery-status\r\n\r\n"
            + b"Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n" * 20_000,
        ),
        {"auto": ["bounce"], "bounce_recipient": ["a@x.example"]},
    )
    yield Letter(
        "limit/report-words",
        head(subject="Недоставленное сообщение", sender="MAILER-DAEMON@x.example")
        + b"\r\n"
        + "адресату ".encode() * 100_000,
        {"auto": ["bounce"]},
    )
    yield Letter("limit/empty", b"", {"subject": "", "text": ""})
    yield Letter("limit/one-byte", b"\0", {"shape": True})
    yield Letter("limit/only-colons", b":" * 300_000, {"shape": True})
    yield Letter("limit/random", encoded(bytes(range(256)) * 4000, "8bit"), {"shape": True})
    yield Letter(
        "limit/flowed",
        _TOP + b"Content-Type: text/plain; format=flowed; charset=utf-8\r\n\r\n" + b"a \r\n" * 300_000,
        {"subject": "x"},
    )
    yield Letter(
        "limit/utf7", _TOP + b"Content-Type: text/plain; charset=utf-7\r\n\r\n" + b"+AAA" * 200_000, {"subject": "x"}
    )
    yield Letter(
        "limit/charset-name",
        _TOP + b"Content-Type: text/plain; charset=" + b"x" * 60_000 + b"\r\n\r\nx",
        {"text": "x"},
    )
    for codec in (
        "unicode_escape",
        "idna",
        "punycode",
        "undefined",
        "rot13",
        "hex",
        "bz2",
        "base64",
        "raw_unicode_escape",
        "mbcs",
        "utf-16-surrogates",
    ):
        yield Letter(
            f"limit/charset-{codec}",
            _TOP
            + f"Content-Type: text/plain; charset={codec}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
            + text,
            {"subject": "x", "text": "Обычный текст."} if codec != "punycode" else {"subject": "x"},
        )
