"""Code pages told rightly, wrongly and not at all, in bodies and in header fields."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from evals.mail.letters.write import AGENT_MAIL, CUSTOMER, CUSTOMER_MAIL, Letter, encoded, head, multipart, part, word

_BODY = "Здравствуйте! Сайт не открывается с утра, пишет «ошибка сервера». Ещё почта не ходит.\nПомогите, пожалуйста.\nАнна"
_SHORT = "Спасибо, помогло!"
_SUBJECT = "Сайт не открывается, помогите"
_PYTHON = {
    "koi8-r": "koi8-r",
    "windows-1251": "cp1251",
    "iso-8859-5": "iso-8859-5",
    "cp866": "cp866",
    "x-mac-cyrillic": "mac_cyrillic",
    "utf-8": "utf-8",
    "koi8-u": "koi8-u",
}


def _fits(text: str, charset: str) -> str:
    return (
        text.replace("«", '"').replace("»", '"') if charset in ("koi8-r", "koi8-u", "iso-8859-5", "cp866") else text
    )


def _letter(raw: bytes, label: str, how: str, *, kind: str = "text/plain", **fields: str) -> bytes:
    content = f"; charset={label}" if label else ""
    return (
        head(**fields)
        + f"Content-Type: {kind}{content}\r\nContent-Transfer-Encoding: {how}\r\n\r\n".encode()
        + encoded(raw, how)
    )


def letters() -> Iterator[Letter]:
    """Every page under its own name, under a wrong one, under none; and header fields."""
    yield from _bodies()
    yield from _subjects()
    yield from _people()


def _bodies() -> Iterator[Letter]:
    for label, charset in _PYTHON.items():
        text = _fits(_BODY, label)
        for how in ("8bit", "base64", "quoted-printable"):
            yield Letter(
                f"charset/{label}-{how}",
                _letter(text.encode(charset), label, how),
                {"text_exact_contains": text.split("\n"), "language": ["ru"]},
            )
    lies = {
        "koi8-as-1251": ("koi8-r", "windows-1251"), "1251-as-koi8": ("cp1251", "koi8-r"), "utf8-as-1251": ("utf-8", "windows-1251"), "utf8-as-koi8": ("utf-8", "koi8-r"),
        "1251-as-utf8": ("cp1251", "utf-8"), "koi8-as-utf8": ("koi8-r", "utf-8"), "866-as-1251": ("cp866", "windows-1251"), "8859-5-as-1251": ("iso-8859-5", "windows-1251"),
        "1251-as-latin1": ("cp1251", "iso-8859-1"), "koi8-as-ascii": ("koi8-r", "us-ascii"), "1251-as-1252": ("cp1251", "windows-1252"), "utf8-as-latin1": ("utf-8", "iso-8859-1"),
        "1251-none": ("cp1251", ""), "koi8-none": ("koi8-r", ""), "utf8-none": ("utf-8", ""), "866-none": ("cp866", ""), "8859-5-none": ("iso-8859-5", ""), "utf8-unknown": ("utf-8", "x-unknown"),
        "1251-nonsense": ("cp1251", "cp-1251-bestfit"), "1251-quoted": ("cp1251", "\"'windows-1251'\""), "1251-win": ("cp1251", "win-1251"), "utf8-utf": ("utf-8", "utf"), "1251-us": ("cp1251", "us-ascii"),
        "mac-as-mac": ("mac_cyrillic", "x-mac-cyrillic"), "mac-none": ("mac_cyrillic", ""), "1251-as-8859-5": ("cp1251", "iso-8859-5"), "koi8-as-8859-5": ("koi8-r", "iso-8859-5"), "1251-as-mac": ("cp1251", "x-mac-cyrillic"),
    }  # fmt: skip
    for name, (charset, label) in lies.items():
        text = _fits(_BODY, "koi8-r" if charset not in ("cp1251", "utf-8", "mac_cyrillic") else charset)
        yield Letter(
            f"charset/lie-{name}",
            _letter(text.encode(charset), label, "8bit"),
            {"text_exact_contains": text.split("\n")[:2], "language": ["ru"]},
        )
    for name in (
        "1251-none",
        "koi8-none",
        "koi8-as-1251",
        "1251-as-koi8",
        "utf8-as-1251",
        "1251-as-utf8",
        "866-as-1251",
    ):
        charset, label = lies[name]
        yield Letter(
            f"charset/short-{name}", _letter(_SHORT.encode(charset), label, "8bit"), {"text_exact_contains": [_SHORT]}
        )
    upper = "САЙТ НЕ РАБОТАЕТ! ПОМОГИТЕ СРОЧНО!"
    for charset in ("koi8-r", "cp1251", "cp866"):
        yield Letter(
            f"charset/upper-{charset}", _letter(upper.encode(charset), "", "8bit"), {"text_exact_contains": [upper]}
        )
        yield Letter(
            f"charset/upper-told-{charset}",
            _letter(upper.encode(charset), charset.replace("cp1251", "windows-1251"), "8bit"),
            {"text_exact_contains": [upper]},
        )
    mixed = "Ошибка: ERR_CONNECTION_TIMED_OUT at https://firma.example/index.php?id=42 on line 17, host mx1.firma.example. Что делать?"
    for charset in ("koi8-r", "cp1251"):
        yield Letter(
            f"charset/mostly-latin-{charset}",
            _letter(mixed.encode(charset), "", "8bit"),
            {"text_exact_contains": [mixed]},
        )
    for name, charset, label in (
        ("16", "utf-16", "utf-16"),
        ("16le", "utf-16-le", "utf-16le"),
        ("16be", "utf-16-be", "utf-16be"),
        ("32", "utf-32", "utf-32"),
        ("7", "utf-7", "utf-7"),
    ):
        yield Letter(
            f"charset/utf-{name}",
            _letter(_BODY.encode(charset), label, "base64"),
            {"text_exact_contains": _BODY.split("\n")},
        )
    yield Letter(
        "charset/utf-16-none",
        _letter(_BODY.encode("utf-16"), "", "base64"),
        {"text_exact_contains": _BODY.split("\n")},
    )
    yield Letter(
        "charset/utf-16le-no-mark-none",
        _letter(_BODY.encode("utf-16-le"), "", "base64"),
        {"text_exact_contains": _BODY.split("\n")},
    )
    yield Letter(
        "charset/utf8-mark",
        _letter(b"\xef\xbb\xbf" + _BODY.encode(), "utf-8", "8bit"),
        {"text": _BODY, "reply_contains": ["Сайт не открывается"]},
    )
    cut = _BODY.encode()[:61]
    yield Letter(
        "charset/utf8-cut",
        _letter(cut, "utf-8", "8bit"),
        {"text_exact_contains": ["Здравствуйте! Сайт не открываетс"]},
    )
    some = _BODY.encode().replace("утра".encode(), b"\xd1\xd1\xd1")
    yield Letter(
        "charset/utf8-some-broken",
        _letter(some, "utf-8", "8bit"),
        {"text_exact_contains": ["Здравствуйте! Сайт не открывается", "Ещё почта не ходит"]},
    )
    two = "Добрый день!\n".encode() + "Вложена переписка: сайт лежит.".encode("cp1251")
    yield Letter("charset/two-in-one", _letter(two, "utf-8", "8bit"), {"text_exact_contains": ["Добрый день!"]})
    twice = _BODY.encode().decode("cp1251", "replace").encode("utf-8")
    yield Letter("charset/twice", _letter(twice, "utf-8", "8bit"), {"shape": True})
    yield Letter(
        "charset/ukrainian-koi8-u",
        _letter("Доброго дня! Її сайт не працює, є питання.".encode("koi8-u"), "koi8-u", "8bit"),
        {"text_exact_contains": ["Її сайт не працює, є питання."], "language": ["uk"]},
    )
    yield Letter(
        "charset/pseudographics",
        _letter(
            "┌──────┐\n│ Сумма │ 500 руб. │\n└──────┘ Счёт не оплачен, проверьте".encode("cp866"), "ibm866", "8bit"
        ),
        {"text_exact_contains": ["│ Сумма │ 500 руб. │", "Счёт не оплачен"]},
    )
    yield Letter(
        "charset/parts-differ",
        head()
        + multipart(
            "mixed",
            part("Первая часть письма.", charset="koi8-r"),
            part("Вторая часть письма.", charset="windows-1251", how="8bit"),
            part("Третья часть письма."),
        ),
        {"text_exact_contains": ["Первая часть письма.", "Вторая часть письма.", "Третья часть письма."]},
    )


def _subjects() -> Iterator[Letter]:
    raw_utf8 = _SUBJECT.encode()
    half = base64.b64encode(raw_utf8[:21]).decode(), base64.b64encode(raw_utf8[21:]).decode()
    odd = base64.b64encode(raw_utf8[:13]).decode().rstrip("="), base64.b64encode(raw_utf8[13:]).decode().rstrip("=")
    quoted = "".join(f"={byte:02X}" for byte in raw_utf8)
    subjects: dict[str, tuple[bytes, str]] = {
        "split-letter": (f"=?UTF-8?B?{half[0]}?=\r\n =?UTF-8?B?{half[1]}?=".encode(), _SUBJECT),
        "split-letter-q": (f"=?UTF-8?Q?{quoted[:27]}?=\r\n\t=?UTF-8?Q?{quoted[27:]}?=".encode(), _SUBJECT),
        "split-escape-q": (f"=?UTF-8?Q?{quoted[:63]}?= =?UTF-8?Q?{quoted[63:]}?=".encode(), _SUBJECT),
        "no-padding": (f"=?utf-8?b?{odd[0]}?= =?utf-8?b?{odd[1]}?=".encode(), _SUBJECT),
        "glued": (f"{word('Сайт')}{word(' упал')}".encode(), "Сайт упал"),
        "two-charsets": (f"{word('Сайт ', 'koi8-r')} {word('не ', 'windows-1251', 'Q')} {word('открывается', 'iso-8859-5')}".encode(), "Сайт не открывается"),
        "between-words": (f"Re: {word('Сайт')} firma.example {word('лежит', 'windows-1251')}".encode(), "Re: Сайт firma.example лежит"),
        "raw-1251": (_SUBJECT.encode("cp1251"), _SUBJECT),
        "raw-koi8": (_SUBJECT.encode("koi8-r"), _SUBJECT),
        "raw-utf8": (raw_utf8, _SUBJECT),
        "raw-koi8-short": ("Привет".encode("koi8-r"), "Привет"),
        "raw-1251-folded": ("Re: Сайт не открывается,\r\n\tпомогите".encode("cp1251"), "Re: Сайт не открывается, помогите"),
        "raw-and-word": ("Ответ: ".encode("cp1251") + word("Сайт", "windows-1251").encode(), "Ответ: Сайт"),
        "unknown-charset": (f"=?x-unknown?B?{base64.b64encode(raw_utf8).decode()}?=".encode(), _SUBJECT),
        "wrong-charset": (f"=?iso-8859-1?B?{base64.b64encode(_SUBJECT.encode('cp1251')).decode()}?=".encode(), _SUBJECT),
        "utf8-called-koi8": (f"=?koi8-r?B?{base64.b64encode(raw_utf8).decode()}?=".encode(), _SUBJECT),
        "1251-called-utf8": (f"=?utf-8?B?{base64.b64encode(_SUBJECT.encode('cp1251')).decode()}?=".encode(), _SUBJECT),
        "language-tag": (f"=?utf-8*ru?B?{base64.b64encode(raw_utf8).decode()}?=".encode(), _SUBJECT),
        "quotes-round": (f'"{word(_SUBJECT)}"'.encode(), f'"{_SUBJECT}"'),
        "spaces-in-q": (b"=?windows-1251?Q?=D1=E0=E9=F2 =EB=E5=E6=E8=F2?=", "Сайт лежит"),
        "space-in-b": (f"=?utf-8?B?{base64.b64encode(raw_utf8).decode()[:20]} {base64.b64encode(raw_utf8).decode()[20:]}?=".encode(), _SUBJECT),
        "fold-in-b": (f"=?utf-8?B?{base64.b64encode(raw_utf8).decode()[:20]}\r\n {base64.b64encode(raw_utf8).decode()[20:]}?=".encode(), _SUBJECT),
        "question-in-q": (b"=?utf-8?Q?=D0=93=D0=B4=D0=B5?_=D0=9A=D0=BE=D0=B3=D0=B4=D0=B0?=", "Где? Когда"),
        "no-end": (f"=?utf-8?B?{base64.b64encode(raw_utf8).decode()}".encode(), _SUBJECT),
        "smuggle": (word("Привет\r\nBcc: evil@x.example\r\n\r\nтело").encode(), "Привет Bcc: evil@x.example тело"),
        "smuggle-q": (b"=?utf-8?Q?=D0=9F=D1=80=D0=B8=D0=B2=D0=B5=D1=82=0D=0ATo:_x=00y?=", "Привет To: xy"),
        "nul": ("При\0вет".encode(), "Привет"),
        "none": (b"", ""),
        "long": (b"".join(b" =?utf-8?B?" + base64.b64encode(f"слово {n} ".encode()) + b"?=\r\n" for n in range(60)).strip(), "".join(f"слово {n} " for n in range(60)).strip()),
        "emoji-split": (b"=?UTF-8?Q?=F0=9F=98?= =?UTF-8?Q?=80_=D0=A3=D1=80=D0=B0?=", "😀 Ура"),
        "utf-7": (b"=?utf-7?Q?+BCEEMAQ5BEI-?=", "Сайт"),
    }  # fmt: skip
    for name, (field, wanted) in subjects.items():
        raw = (
            f"From: {CUSTOMER_MAIL}\r\nTo: {AGENT_MAIL}\r\n".encode()
            + b"Subject: "
            + field
            + b"\r\nDate: Tue, 24 Nov 2026 18:40:00 +0300\r\n"
            + part(_SHORT)
        )
        yield Letter(
            f"header/subject-{name}", raw, {"subject": wanted, "text": _SHORT, "from_address": CUSTOMER_MAIL}
        )


def _people() -> Iterator[Letter]:
    name = CUSTOMER
    senders: dict[str, tuple[bytes, str | None, str]] = {
        "plain": (f"{word(name)} <{CUSTOMER_MAIL}>".encode(), name, CUSTOMER_MAIL),
        "quoted-words": (f'"{word(name)}" <{CUSTOMER_MAIL}>'.encode(), name, CUSTOMER_MAIL),
        "koi8-q": (f"{word(name, 'koi8-r', 'Q')} <{CUSTOMER_MAIL}>".encode(), name, CUSTOMER_MAIL),
        "raw-1251": (f'"{name}" <{CUSTOMER_MAIL}>'.encode("cp1251"), name, CUSTOMER_MAIL),
        "raw-koi8": (f"{name} <{CUSTOMER_MAIL}>".encode("koi8-r"), name, CUSTOMER_MAIL),
        "raw-utf8": (f"{name} <{CUSTOMER_MAIL}>".encode(), name, CUSTOMER_MAIL),
        "comma-unquoted-word": (f"{word('Белова, Анна')} <{CUSTOMER_MAIL}>".encode(), "Белова, Анна", CUSTOMER_MAIL),
        "comma-quoted": (f'"Белова, Анна (бухгалтерия)" <{CUSTOMER_MAIL}>'.encode(), "Белова, Анна (бухгалтерия)", CUSTOMER_MAIL),
        "company": (f'"ООО \\"Фирма\\"" <{CUSTOMER_MAIL}>'.encode(), "ООО Фирма", CUSTOMER_MAIL),
        "comment": (f"{CUSTOMER_MAIL} ({word(name)})".encode(), name, CUSTOMER_MAIL),
        "comment-raw": (f"{CUSTOMER_MAIL} (Анна Белова)".encode(), name, CUSTOMER_MAIL),
        "group": (f"{word('Отдел')}: {word(name)} <{CUSTOMER_MAIL}>;".encode(), name, CUSTOMER_MAIL),
        "group-empty": (b"Undisclosed recipients:;", None, ""),
        "bare": (CUSTOMER_MAIL.encode(), None, CUSTOMER_MAIL),
        "angle": (f"<{CUSTOMER_MAIL}>".encode(), None, CUSTOMER_MAIL),
        "no-address": (word(name).encode(), name, ""),
        "no-address-angle": (f"{word(name)} <>".encode(), name, ""),
        "idn": ("Анна <почта@пример.рф>".encode(), "Анна", "почта@пример.рф"),
        "punycode": (b"=?utf-8?B?0JDQvdC90LA=?= <info@xn--e1afmkfd.xn--p1ai>", "Анна", "info@пример.рф"),
        "two-angles": (f"{word(name)} <{CUSTOMER_MAIL}> <x@y.example>".encode(), None, ""),
        "name-is-address": (f'"{CUSTOMER_MAIL}" <{CUSTOMER_MAIL}>'.encode(), None, CUSTOMER_MAIL),
        "other-address-in-name": (f'"boss@bank.example" <{CUSTOMER_MAIL}>'.encode(), None, CUSTOMER_MAIL),
        "semicolon": (f"{word(name)} <{CUSTOMER_MAIL}>; {word('Пётр')} <p@firma.example>".encode(), name, CUSTOMER_MAIL),
        "space-in-angle": (f"{word(name)} < {CUSTOMER_MAIL} >".encode(), name, CUSTOMER_MAIL),
        "quoted-local": (b'"anna belova"@firma.example', None, '"anna belova"@firma.example'),
        "percent-plus": (b"Anna <anna+otklik%x@firma.example>", "Anna", "anna+otklik%x@firma.example"),
        "folded-name": (f'"{name},\r\n отдел закупок" <{CUSTOMER_MAIL}>'.encode(), f"{name}, отдел закупок", CUSTOMER_MAIL),
        "tabs": (f"\t{word('Анна')}\r\n\t{word(' Белова')}\r\n\t<{CUSTOMER_MAIL}>".encode(), name, CUSTOMER_MAIL),
        "encoded-address": (word(f"Анна <{CUSTOMER_MAIL}>").encode(), None, CUSTOMER_MAIL),
        "on-behalf": (f'"{name} через Форму" <{CUSTOMER_MAIL}>'.encode(), f"{name} через Форму", CUSTOMER_MAIL),
        "control": (b'"Anna\x07 B\x00" <' + CUSTOMER_MAIL.encode() + b">", "Anna B", CUSTOMER_MAIL),
    }  # fmt: skip
    for key, (field, shown, address) in senders.items():
        raw = (
            b"From: "
            + field
            + f"\r\nTo: {AGENT_MAIL}\r\nSubject: x\r\nDate: Tue, 24 Nov 2026 18:40:00 +0300\r\n".encode()
            + part(_SHORT)
        )
        expect: dict[str, object] = {"text": _SHORT}
        if key != "two-angles":
            expect["from_address"] = address
        if shown is not None:
            expect["from_name"] = shown
        yield Letter(f"header/from-{key}", raw, expect)
    dates: dict[str, tuple[str, str | None]] = {
        "usual": ("Tue, 24 Nov 2026 18:40:00 +0300", "2026-11-24T18:40:00+03:00"), "comment": ("Tue, 24 Nov 2026 18:40:00 +0300 (MSK)", "2026-11-24T18:40:00+03:00"),
        "msk": ("Tue, 24 Nov 2026 18:40:00 MSK", "2026-11-24T18:40:00+03:00"), "no-weekday": ("24 Nov 2026 18:40 +0300", "2026-11-24T18:40:00+03:00"),
        "russian": ("Вт, 24 ноя 2026 18:40:00 +0300", "2026-11-24T18:40:00+03:00"), "russian-full": ("Вторник, 24 ноября 2026 18:40:00 +0300", "2026-11-24T18:40:00+03:00"),
        "russian-may": ("пн, 4 мая 2026 г. 08:05:00 +0300", "2026-05-04T08:05:00+03:00"), "dots": ("24.11.2026 18:40:00 +0300", "2026-11-24T18:40:00+03:00"), "iso": ("2026-11-24T18:40:00+03:00", "2026-11-24T18:40:00+03:00"),
        "iso-space": ("2026-11-24 18:40:00 +0300", "2026-11-24T18:40:00+03:00"), "two-digit-year": ("Tue, 24 Nov 26 18:40:00 +0300", "2026-11-24T18:40:00+03:00"), "gmt-offset": ("Tue, 24 Nov 2026 18:40:00 GMT+0300", "2026-11-24T18:40:00+03:00"),
        "zone-colon": ("Tue, 24 Nov 2026 18:40:00 +03:00", "2026-11-24T18:40:00+03:00"), "asctime": ("Tue Nov 24 18:40:00 2026", "2026-11-24T18:40:00+00:00"),
        "empty": ("", None), "words": ("вчера вечером", None), "absurd": ("Tue, 99 Zzz 2026 99:99:99 +9999", None), "hour-25": ("Tue, 24 Nov 2026 25:61:00 +0300", None), "huge": ("9" * 400, None),
    }  # fmt: skip
    for key, (field, wanted) in dates.items():
        raw = f"From: {CUSTOMER_MAIL}\r\nTo: {AGENT_MAIL}\r\nSubject: x\r\nDate: {field}\r\n".encode("cp1251") + part(
            _SHORT
        )
        yield Letter(f"header/date-{key}", raw, {"date": wanted, "text": _SHORT})
    to = f'{word("Поддержка, Норд")} <support@nord.example>, {word("Отдел")}: a@x.example, Борис <b@x.example>;, "Петров, И." <ip@x.example>,, <c@x.example>, Undisclosed recipients:;'
    yield Letter("header/to-many", head(to=to, extra=f"Cc: {word('Пётр', 'koi8-r')} <p@x.example>; q@x.example\r\n") + part(_SHORT), {
        "to_addresses": ["support@nord.example", "a@x.example", "b@x.example", "ip@x.example", "c@x.example"], "cc_addresses": ["p@x.example", "q@x.example"],
    })  # fmt: skip
    ids = "Message-ID: <a1@firma.example> (added by postmaster)\r\nIn-Reply-To: Your message of Tue <b2@nord.example>\r\nReferences: <c3@nord.example>\r\n\t<b2@nord.example>\r\n"
    raw = (
        f"From: {CUSTOMER_MAIL}\r\nSubject: x\r\n{ids}Reply-To: {word('Касса')} <kassa@firma.example>\r\n".encode()
        + part(_SHORT)
    )
    yield Letter(
        "header/ids",
        raw,
        {
            "message_id": "a1@firma.example",
            "in_reply_to": "b2@nord.example",
            "references": ["c3@nord.example", "b2@nord.example"],
            "reply_to_address": "kassa@firma.example",
        },
    )
