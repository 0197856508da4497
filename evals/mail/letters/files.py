"""Names of files in every way they are written, and files in every wrapper."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterator
from urllib.parse import quote

from evals.mail.letters.write import Letter, encoded, head, multipart, part, plain, word

_TEXT = "Добрый день! Отчёт во вложении."
_NAME = "Отчёт за ноябрь.pdf"
_DATA = b"%PDF-1.4 not a real one\n" * 20


def _percent(text: str, charset: str) -> str:
    return quote(text.encode(charset))


def _file(disposition: str, kind: str = "application/pdf", data: bytes = _DATA) -> bytes:
    return (
        part(data, kind, head=f"Content-Disposition: {disposition}\r\n")
        if isinstance(disposition, str)
        else disposition
    )


def _raw_file(fields: bytes, data: bytes = _DATA) -> bytes:
    return fields + b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded(data, "base64")


def letters() -> Iterator[Letter]:
    """Names, wrappers."""
    yield from _names()
    yield from _wrapped()


def _names() -> Iterator[Letter]:
    utf8, cp1251, koi8 = (_percent(_NAME, each) for each in ("utf-8", "cp1251", "koi8-r"))
    raw = base64.b64encode(_NAME.encode()).decode()
    two = f"=?UTF-8?B?{base64.b64encode(_NAME.encode()[:15]).decode()}?=\r\n =?UTF-8?B?{base64.b64encode(_NAME.encode()[15:]).decode()}?="
    plain_names = {
        "2231": f"attachment; filename*=UTF-8''{utf8}", "2231-1251": f"attachment; filename*=windows-1251''{cp1251}", "2231-koi8": f"attachment; filename*=KOI8-R'ru'{koi8}",
        "2231-continued": f"attachment;\r\n filename*0*=UTF-8''{utf8[:30]};\r\n filename*1*={utf8[30:60]};\r\n filename*2*={utf8[60:]}",
        "2231-cut-escape": f"attachment; filename*0*=UTF-8''{utf8[:30]}; filename*1*={utf8[30:]}", "2231-continued-koi8": f"attachment; filename*0*=koi8-r''{koi8[:15]}; filename*1*={koi8[15:]}",
        "2231-unordered": f"attachment; filename*1*={utf8[30:]}; filename*0*=UTF-8''{utf8[:30]}", "2231-mixed-plain": f"attachment; filename*0*=UTF-8''{_percent('Отчёт за ноябрь', 'utf-8')}; filename*1=.pdf",
        "2231-quoted": f"attachment; filename*=\"UTF-8''{utf8}\"", "2231-no-charset": f"attachment; filename*=''{utf8}", "2231-both": f"attachment; filename=\"Otchet.pdf\"; filename*=UTF-8''{utf8}",
        "2231-spaces": f"attachment; filename* = UTF-8''{utf8}", "2047": f'attachment; filename="=?UTF-8?B?{raw}?="', "2047-bare": f"attachment; filename==?UTF-8?B?{raw}?=", "2047-folded": f'attachment; filename="{two}"',
        "2047-1251": f'attachment; filename="{word(_NAME, "windows-1251")}"', "2047-koi8-q": f'attachment; filename="{word(_NAME, "koi8-r", "Q")}"', "percent-plain": f'attachment; filename="{utf8}"',
        "2047-in-continuation": f'attachment;\r\n filename*0="=?UTF-8?B?{raw[:24]}";\r\n filename*1="{raw[24:]}?="', "wrong-charset-2231": f"attachment; filename*=iso-8859-1''{cp1251}",
    }  # fmt: skip
    for name, disposition in plain_names.items():
        yield Letter(f"file/name-{name}", head() + multipart("mixed", part(_TEXT), _file(disposition)), {
            "attachments": [{"filename": _NAME, "content_type": "application/pdf", "size": len(_DATA), "inline": False}], "attachments_count": 1, "text": _TEXT,
        })  # fmt: skip
    for name, charset in (("1251", "cp1251"), ("koi8", "koi8-r"), ("utf8", "utf-8"), ("866", "cp866")):
        field = (
            b'Content-Type: application/pdf; name="'
            + _NAME.encode(charset)
            + b'"\r\nContent-Disposition: attachment; filename="'
            + _NAME.encode(charset)
            + b'"\r\n'
        )
        yield Letter(
            f"file/name-raw-{name}",
            head() + multipart("mixed", part(_TEXT), _raw_file(field)),
            {"attachments": [{"filename": _NAME}], "attachments_count": 1},
        )
    types = {
        "type-only": f'Content-Type: application/pdf; name="{word(_NAME)}"\r\n',
        "type-2231": f"Content-Type: application/pdf;\r\n name*=UTF-8''{utf8}\r\n",
        "type-2047-1251": f'Content-Type: application/octet-stream; name="{word(_NAME, "windows-1251", "Q")}"\r\nContent-Disposition: attachment\r\n',
    }
    for name, field in types.items():
        yield Letter(
            f"file/name-{name}",
            head() + multipart("mixed", part(_TEXT), _raw_file(field.encode())),
            {"attachments": [{"filename": _NAME}]},
        )
    bad = {
        "path-unix": ("../../etc/Пароли.txt", "Пароли.txt"),
        "path-windows": ("C:\\Документы\\Отчёт.doc", "Отчёт.doc"),
        "path-root": ("/etc/passwd", "passwd"),
        "path-dots-windows": ("..\\..\\boot.ini", "boot.ini"),
        "newline": ("Отчёт\r\nX-Evil: 1.pdf", "Отчёт X-Evil: 1.pdf"),
        "nul": ("Отчёт\0.pdf", "Отчёт.pdf"),
    }
    for name, (given, wanted) in bad.items():
        yield Letter(
            f"file/name-{name}",
            head()
            + multipart("mixed", part(_TEXT), _file(f"attachment; filename*=UTF-8''{_percent(given, 'utf-8')}")),
            {"attachments": [{"filename": wanted}]},
        )
    long = "Очень длинное название договора " * 20 + ".docx"
    chunks = [_percent(long, "utf-8")[at : at + 60] for at in range(0, len(_percent(long, "utf-8")), 60)]
    disposition = "attachment;\r\n" + ";\r\n".join(
        f" filename*{n}*={('UTF-8' + chr(39) * 2) if not n else ''}{chunk}" for n, chunk in enumerate(chunks)
    )
    yield Letter(
        "file/name-long",
        head() + multipart("mixed", part(_TEXT), _file(disposition)),
        {"attachments_count": 1, "text": _TEXT},
    )
    yield Letter(
        "file/name-semicolon",
        head() + multipart("mixed", part(_TEXT), _file('attachment; filename="a;b \\"c\\".pdf"; size=480')),
        {"attachments": [{"filename": 'a;b "c".pdf'}]},
    )
    yield Letter(
        "file/name-none",
        head()
        + multipart("mixed", part(_TEXT), part(_DATA, "application/pdf", head="Content-Disposition: attachment\r\n")),
        {"attachments_count": 1, "attachments_sizes": [len(_DATA)]},
    )
    yield Letter(
        "file/zip-two",
        head()
        + multipart(
            "mixed",
            part(_TEXT),
            _file(
                f"attachment; filename*=UTF-8''{_percent('Архив.zip', 'utf-8')}",
                "application/zip",
                b"PK\3\4" + b"\0" * 60,
            ),
            _file(
                f'attachment; filename="{word("Таблица.xlsx")}"',
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
        ),
        {"attachments_named": ["Архив.zip", "Таблица.xlsx"], "attachments_count": 2},
    )


_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _attribute(level: int, number: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _property(number: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def tnef(names: list[str], *, unicode: bool, body: str = "") -> bytes:
    """A winmail.dat with these files; names in UTF-16 properties, or in the code page 1251 alone."""
    out = (
        struct.pack("<IH", 0x223E9F78, 1)
        + _attribute(1, 0x00089006, struct.pack("<I", 0x10000))
        + _attribute(1, 0x00069007, struct.pack("<II", 1251, 0))
    )
    if body:
        value = (
            _property(0x1000, 0x1F, body.encode("utf-16-le") + b"\0\0")
            if unicode
            else _property(0x1000, 0x1E, body.encode("cp1251") + b"\0")
        )
        out += _attribute(1, 0x00069003, struct.pack("<I", 1) + value)
    for name in names:
        out += _attribute(2, 0x00069002, struct.pack("<HIHHII", 1, 0xFFFFFFFF, 32, 32, 0, 0)[:14])
        out += _attribute(2, 0x00018010, name.encode("cp1251", "replace") + b"\0") + _attribute(2, 0x0006800F, _DATA)
        value = (
            _property(0x3707, 0x1F, name.encode("utf-16-le") + b"\0\0")
            if unicode
            else _property(0x3707, 0x1E, name.encode("cp1251") + b"\0")
        )
        out += _attribute(2, 0x00069005, struct.pack("<I", 1) + value)
    return out


def _wrapped() -> Iterator[Letter]:
    page = part('<p>Смотрите:</p><img src="cid:img1@firma"><p>Анна</p>', "text/html")
    image = part(
        _PNG,
        "image/png",
        head=f'Content-ID: <img1@firma>\r\nContent-Disposition: inline; filename="{word("снимок.png")}"\r\n',
    )
    yield Letter(
        "file/inline-image",
        head() + multipart("related", page, image),
        {
            "attachments": [
                {
                    "filename": "снимок.png",
                    "content_type": "image/png",
                    "inline": True,
                    "content_id": "img1@firma",
                    "size": len(_PNG),
                }
            ],
            "text_contains": ["Смотрите", "Анна"],
            "html_contains": ["cid:img1@firma"],
        },
    )
    alternative = multipart(
        "alternative", part("Смотрите"), multipart("related", page, image, boundary="rel"), boundary="alt"
    )
    yield Letter(
        "file/mixed-alternative-related",
        head() + multipart("mixed", alternative, _file(f"attachment; filename*=UTF-8''{_percent(_NAME, 'utf-8')}")),
        {"attachments_named": ["снимок.png", _NAME], "attachments_count": 2, "text_contains": ["Смотрите"]},
    )
    for name, coded in (("unicode", True), ("1251", False)):
        winmail = part(
            tnef(["Счёт на оплату.pdf", "Акт.docx"], unicode=coded),
            "application/ms-tnef",
            head='Content-Disposition: attachment; filename="winmail.dat"\r\n',
        )
        yield Letter(
            f"file/tnef-{name}",
            head() + multipart("mixed", part(_TEXT), winmail),
            {
                "attachments": [{"filename": "Счёт на оплату.pdf", "size": len(_DATA)}, {"filename": "Акт.docx"}],
                "text": _TEXT,
            },
        )
    winmail = part(
        tnef(["Счёт.pdf"], unicode=True, body="Текст только внутри winmail."),
        "application/ms-tnef",
        head='Content-Disposition: attachment; filename="winmail.dat"\r\n',
    )
    yield Letter(
        "file/tnef-body",
        head() + winmail,
        {"attachments_named": ["Счёт.pdf"], "text_contains": ["Текст только внутри winmail."]},
    )
    winmail = part(
        tnef(["Счёт.pdf"], unicode=False, body="Текст в кодировке 1251."),
        "application/octet-stream",
        head='Content-Disposition: attachment; filename="WINMAIL.DAT"\r\n',
    )
    yield Letter(
        "file/tnef-octet",
        head() + multipart("mixed", part(" "), winmail),
        {"attachments_named": ["Счёт.pdf"], "text_contains": ["Текст в кодировке 1251."]},
    )
    broken = part(
        tnef(["Счёт.pdf"], unicode=True)[:200],
        "application/ms-tnef",
        head='Content-Disposition: attachment; filename="winmail.dat"\r\n',
    )
    yield Letter(
        "file/tnef-broken", head() + multipart("mixed", part(_TEXT), broken), {"text": _TEXT, "attachments_min": 1}
    )
    inner = plain("Внутреннее письмо: сервер лежит.", subject="Авария")
    forward = b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + inner
    yield Letter(
        "file/forward-rfc822",
        head(subject="Fwd: Авария") + multipart("mixed", part("Посмотрите вложенное."), forward),
        {
            "text": "Посмотрите вложенное.",
            "attachments": [{"filename": "Авария.eml", "content_type": "message/rfc822"}],
            "subject": "Fwd: Авария",
        },
    )
    named = (
        f"Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename*=UTF-8''{_percent('Письмо клиента.eml', 'utf-8')}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
        + encoded(inner, "base64")
    )
    yield Letter(
        "file/eml-base64",
        head() + multipart("mixed", part(_TEXT), named),
        {"attachments": [{"filename": "Письмо клиента.eml", "size": len(inner)}], "text": _TEXT},
    )
    twice = (
        b"Content-Type: message/rfc822\r\n\r\n"
        + head(subject="Fwd: первое")
        + multipart("mixed", part("Второй уровень."), forward, boundary="in")
    )
    yield Letter(
        "file/forward-twice",
        head(subject="Fwd: Fwd: Авария") + multipart("mixed", part("Верхний уровень."), twice, boundary="out"),
        {"text": "Верхний уровень.", "attachments_count": 1, "auto": [None]},
    )
    digest = multipart("digest", b"\r\n" + inner, b"\r\n" + inner)
    yield Letter("file/digest", head() + digest, {"attachments_count": 2})
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Созвон по переносу сайта\r\nDTSTART:20261125T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    invite = multipart(
        "alternative",
        part("Приглашение: созвон"),
        part("<p>Приглашение: созвон</p>", "text/html"),
        part(calendar, "text/calendar; method=REQUEST"),
    )
    yield Letter(
        "file/calendar",
        head(subject="Приглашение: созвон") + invite,
        {"text_contains": ["Приглашение: созвон"], "text_not_contains": ["VCALENDAR"], "auto": [None]},
    )
    signed = multipart(
        'signed; protocol="application/pkcs7-signature"; micalg=sha-256',
        part(_TEXT),
        part(
            b"0\x82" + b"x" * 300,
            'application/pkcs7-signature; name="smime.p7s"',
            head='Content-Disposition: attachment; filename="smime.p7s"\r\n',
        ),
    )
    yield Letter("file/smime-clear", head() + signed, {"text": _TEXT, "reply_text": [_TEXT]})
    opaque = part(
        b"0\x82" + b"x" * 300,
        'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
        head='Content-Disposition: attachment; filename="smime.p7m"\r\n',
    )
    yield Letter(
        "file/smime-enveloped",
        head() + opaque,
        {"attachments_named": ["smime.p7m"], "subject": "Re: Сайт не открывается"},
    )
    yield Letter(
        "file/smime-opaque-signed",
        head()
        + part(
            opaque_signed(part(_TEXT)),
            'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"',
            head='Content-Disposition: attachment; filename="smime.p7m"\r\n',
        ),
        {"text_contains": [_TEXT], "reply_text": [_TEXT]},
    )
    pgp = multipart(
        'encrypted; protocol="application/pgp-encrypted"',
        b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n",
        b"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n",
    )
    yield Letter("file/pgp-mime", head() + pgp, {"attachments_named": ["encrypted.asc"]})
    pgp_signed = multipart(
        'signed; protocol="application/pgp-signature"; micalg=pgp-sha512',
        part(_TEXT),
        b"Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQ\r\n-----END PGP SIGNATURE-----\r\n",
    )
    yield Letter("file/pgp-signed", head() + pgp_signed, {"text": _TEXT, "attachments_named": ["signature.asc"]})
    lines = b"".join(binascii.b2a_uu(_DATA[at : at + 45]) for at in range(0, len(_DATA), 45))
    uu = f"{_TEXT}\n\nbegin 644 report.pdf\n".encode() + lines + b"`\nend\n"
    yield Letter(
        "file/uuencode-in-text",
        head() + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + uu,
        {
            "text_contains": [_TEXT],
            "text_not_contains": ["begin 644"],
            "attachments": [{"filename": "report.pdf", "size": len(_DATA)}],
        },
    )
    uu1251 = "Добрый день!\n\nbegin 644 Отчёт.pdf\n".encode("cp1251") + lines + b"`\nend\n"
    yield Letter(
        "file/uuencode-1251-name",
        head() + b"Content-Type: text/plain; charset=windows-1251\r\n\r\n" + uu1251,
        {"text_contains": ["Добрый день!"], "attachments": [{"filename": "Отчёт.pdf"}]},
    )


def opaque_signed(inside: bytes) -> bytes:
    """A CMS SignedData without signers that holds a part: what Outlook sends as smime.p7m."""

    def tlv(tag: int, *pieces: bytes) -> bytes:
        body = b"".join(pieces)
        size = (
            bytes([len(body)])
            if len(body) < 128
            else (lambda n: bytes([0x80 | len(n)]) + n)(len(body).to_bytes((len(body).bit_length() + 7) // 8, "big"))
        )
        return bytes([tag]) + size + body

    data = tlv(0x06, bytes.fromhex("2a864886f70d010701"))
    signed = tlv(0x06, bytes.fromhex("2a864886f70d010702"))
    content = tlv(0x30, data, tlv(0xA0, tlv(0x04, inside)))
    return tlv(0x30, signed, tlv(0xA0, tlv(0x30, b"\x02\x01\x01", tlv(0x31), content, tlv(0x31))))
