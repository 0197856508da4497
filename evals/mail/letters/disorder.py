"""Parts in every disorder: boundaries that lie, encodings that break, line ends of every sort."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from urllib.parse import quote

from evals.mail.letters.write import AGENT_MAIL, CUSTOMER_MAIL, Letter, encoded, head, multipart, part, plain, word

_TEXT = "Добрый день! Отчёт во вложении."


def _percent(text: str, charset: str) -> str:
    return quote(text.encode(charset))


def letters() -> Iterator[Letter]:
    """One trouble in each."""
    one, two = part("Первая часть."), part("Вторая часть.")
    top = head()

    def body(boundary: str, raw: bytes, quotes: str = '"') -> bytes:
        return top + f"Content-Type: multipart/mixed; boundary={quotes}{boundary}{quotes}\r\n\r\n".encode() + raw

    both = {"text_contains": ["Первая часть.", "Вторая часть."]}
    yield Letter("disorder/no-final", body("b", b"--b\r\n" + one + b"\r\n--b\r\n" + two), both)
    yield Letter("disorder/only-first-then-cut", body("b", b"--b\r\n" + one[:-3]), {"text_contains": ["Первая"]})
    yield Letter(
        "disorder/prefix",
        body(
            "b", b"--b\r\n" + multipart("alternative", one, boundary="bb") + b"\r\n--b\r\n" + two + b"\r\n--b--\r\n"
        ),
        both,
    )
    yield Letter(
        "disorder/empty-boundary",
        body("", b"--\r\n" + one + b"\r\n--\r\n" + two + b"\r\n----\r\n"),
        {"text_contains": ["Первая часть."]},
    )
    yield Letter(
        "disorder/no-boundary",
        top + b"Content-Type: multipart/mixed\r\n\r\n--zzz\r\n" + one + b"\r\n--zzz\r\n" + two + b"\r\n--zzz--\r\n",
        both,
    )
    yield Letter(
        "disorder/other-boundary", body("b", b"--zzz\r\n" + one + b"\r\n--zzz\r\n" + two + b"\r\n--zzz--\r\n"), both
    )
    yield Letter(
        "disorder/boundary-spaces", body("b", b"--b   \r\n" + one + b"\r\n--b\t\r\n" + two + b"\r\n--b--  \r\n"), both
    )
    yield Letter(
        "disorder/boundary-case",
        top
        + b"Content-Type: Multipart/Mixed; BOUNDARY=Abc\r\n\r\n--Abc\r\n"
        + one
        + b"\r\n--Abc\r\n"
        + two
        + b"\r\n--Abc--",
        both,
    )
    yield Letter(
        "disorder/bare-lf",
        (body("b", b"--b\r\n" + one + b"\r\n--b\r\n" + two + b"\r\n--b--\r\n")).replace(b"\r\n", b"\n"),
        both,
    )
    yield Letter(
        "disorder/bare-cr",
        (body("b", b"--b\r\n" + one + b"\r\n--b\r\n" + two + b"\r\n--b--\r\n")).replace(b"\r\n", b"\r"),
        both,
    )
    yield Letter("disorder/mixed-ends", body("b", b"--b\n" + one + b"\n--b\r\n" + two + b"\r--b--\r\n"), both)
    yield Letter(
        "disorder/same-boundary-inside",
        body("b", b"--b\r\n" + multipart("alternative", one, boundary="b") + b"\r\n--b\r\n" + two + b"\r\n--b--\r\n"),
        both,
    )
    yield Letter(
        "disorder/preamble-epilogue",
        body("b", b"This is a multi-part message\r\n--b\r\n" + one + b"\r\n--b--\r\nEpilogue"),
        {"text": "Первая часть."},
    )
    yield Letter(
        "disorder/multipart-with-base64",
        top
        + b"Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n--b\r\n"
        + one
        + b"\r\n--b--\r\n",
        {"text": "Первая часть."},
    )
    whole = b"--b\r\n" + one + b"\r\n--b\r\n" + two + b"\r\n--b--\r\n"
    yield Letter(
        "disorder/multipart-really-base64",
        top
        + b"Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + encoded(whole, "base64"),
        both,
    )
    yield Letter(
        "disorder/two-content-types",
        top
        + b"Content-Type: text/plain; charset=utf-8\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + _TEXT.encode(),
        {"text": _TEXT},
    )
    text = "Первая строка письма.\nВторая строка: ключ=значение."

    def single(raw: bytes, how: str, charset: str = "utf-8", extra: str = "") -> bytes:
        return (
            top
            + f"Content-Type: text/plain; charset={charset}{extra}\r\nContent-Transfer-Encoding: {how}\r\n\r\n".encode()
            + raw
        )

    good = {"text_contains": ["Первая строка письма.", "Вторая строка"]}
    code = base64.encodebytes(text.encode())
    yield Letter("disorder/base64-garbage", single(code[:40] + b"!*\x80 " + code[40:], "base64"), good)
    yield Letter("disorder/base64-footer", single(code + b"\r\n--\r\nSent through a list\r\n", "base64"), good)
    yield Letter("disorder/base64-no-padding", single(code.rstrip(b"\n=") + b"\n", "base64"), good)
    yield Letter(
        "disorder/base64-pieces",
        single(base64.b64encode(text.encode()[:31]) + b"\r\n" + base64.b64encode(text.encode()[31:]), "base64"),
        good,
    )
    yield Letter("disorder/base64-one-line", single(code.replace(b"\n", b""), "base64"), good)
    yield Letter("disorder/base64-is-text", single(text.encode(), "base64"), good)
    yield Letter("disorder/base64-unsaid", single(code, "7bit"), {"shape": True})
    yield Letter(
        "disorder/qp-is-text",
        single(text.encode(), "quoted-printable"),
        {"text_contains": ["Первая строка письма.", "Вторая строка"]},
    )
    yield Letter("disorder/cte-unknown", single(text.encode(), "8-bit-x"), good)
    yield Letter("disorder/cte-dirty", single(code, '"BASE64" ; x=1'), good)
    qp = encoded(text.encode(), "quoted-printable")
    broken = b"".join(
        line
        for line in (
            b"=D0=9F=D0=B5=D1=80=D0=B2=D0=B0=D1=8F =D1=81=D1=82=D1=80=D0=BE=D0=BA=D0=B0 =\r\n=D0=BF=D0=B8=D1=\r\n=81=D1=8C=D0=BC=D0=B0.",
        )
    )
    yield Letter(
        "disorder/qp-cut-in-letter",
        single(
            broken.replace(b"=D1=\r\n=81", b"=D1=\r\n=81").replace(b"=D1=8C", b"=D1=\r\n=8C"),
            "quoted-printable",
        ),
        {"text_contains": ["Первая строка пи"]},
    )
    yield Letter(
        "disorder/qp-lower-and-bad",
        single(qp.lower().replace(b"=d0=9f", b"=d0=9f") + b"\r\n=ZZ =\r\n", "quoted-printable"),
        {"text_contains": ["ервая строка письма."]},
    )
    yield Letter("disorder/qp-soft-spaces", single(qp.replace(b"=\r\n", b"= \t\r\n"), "quoted-printable"), good)
    flowed = "Это длинная строка, которую \nклиент перенёс мягко.\n> цитата, тоже \n> перенесённая\n\nКонец.\n"
    yield Letter(
        "disorder/flowed",
        single(flowed.encode(), "8bit", extra="; format=flowed"),
        {
            "text_contains": ["Это длинная строка, которую клиент перенёс мягко."],
            "reply_text": ["Это длинная строка, которую клиент перенёс мягко.\n\nКонец."],
        },
    )
    delsp = "Очень длинное сло \nво без пробела. \n Второе.\n"
    yield Letter(
        "disorder/flowed-delsp",
        single(delsp.encode(), "8bit", extra="; format=flowed; delsp=yes"),
        {"text_exact_contains": ["Очень длинное слово без пробела."]},
    )
    yield Letter(
        "disorder/nul-in-body", single("При\0вет, сайт\0 лежит.".encode(), "8bit"), {"text": "Привет, сайт лежит."}
    )
    yield Letter("disorder/empty-body", top + b"\r\n", {"text": "", "reply_text": [""], "html_null": True})
    yield Letter("disorder/no-body", top.rstrip(), {"subject": "Re: Сайт не открывается", "text": ""})
    yield Letter(
        "disorder/no-header",
        "\r\nПросто текст без заголовков.".encode(),
        {"text": "Просто текст без заголовков.", "subject": ""},
    )
    yield Letter(
        "disorder/from-line",
        b"From anna@firma.example Tue Nov 24 18:40:00 2026\n" + plain(_TEXT),
        {"text": _TEXT, "from_address": CUSTOMER_MAIL},
    )
    yield Letter(
        "disorder/space-before-colon",
        f"From : {CUSTOMER_MAIL}\r\nTo : {AGENT_MAIL}\r\nSubject : {word('Сайт')}\r\n\r\nx".encode(),
        {"subject": "Сайт", "from_address": CUSTOMER_MAIL},
    )
    yield Letter(
        "disorder/blank-with-spaces",
        f"From: {CUSTOMER_MAIL}\r\nSubject: x\r\n \r\nТекст.".encode(),
        {"from_address": CUSTOMER_MAIL, "subject": "x"},
    )
    yield Letter(
        "disorder/unfolded",
        f"From: {CUSTOMER_MAIL}\r\nSubject: {word('Сайт')}\r\n{word(' лежит')}\r\nTo: {AGENT_MAIL}\r\n\r\nx".encode(),
        {"from_address": CUSTOMER_MAIL, "to_addresses": [AGENT_MAIL]},
    )
    yield Letter(
        "disorder/text-as-attachment",
        head()
        + multipart(
            "mixed",
            part(_TEXT),
            part(
                "журнал сервера",
                head=f"Content-Disposition: attachment; filename*=UTF-8''{_percent('журнал.log', 'utf-8')}\r\n",
            ),
        ),
        {"text": _TEXT, "attachments_named": ["журнал.log"]},
    )
    yield Letter(
        "disorder/html-as-attachment",
        head()
        + multipart(
            "mixed",
            part(_TEXT),
            part("<p>отчёт</p>", "text/html", head='Content-Disposition: attachment; filename="report.html"\r\n'),
        ),
        {"text": _TEXT, "attachments_named": ["report.html"], "html_null": True},
    )
