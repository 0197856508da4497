"""Answers in HTML: the marks each client leaves round the history and the signature."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evals.mail.letters.write import (
    AGENT,
    AGENT_MAIL,
    CUSTOMER,
    CUSTOMER_MAIL,
    Letter,
    encoded,
    head,
    html,
    markup,
    pick,
)

_BOX = f"{AGENT} &lt;{AGENT_MAIL}&gt;"
_LINK = f'{AGENT} &lt;<a href="mailto:{AGENT_MAIL}">{AGENT_MAIL}</a>&gt;'
_P = '<p class="MsoNormal">'


def _mso(text: str) -> str:
    return "".join(f"{_P}{line or '<o:p>&nbsp;</o:p>'}<o:p></o:p></p>\n" for line in text.split("\n"))


def _word(new: str, old: str, labels: str) -> str:
    style = "<style><!--\n@font-face {font-family:Calibri;}\np.MsoNormal {margin:0cm; font-size:11.0pt;}\n--></style><!--[if gte mso 9]><xml><o:shapedefaults/></xml><![endif]-->"
    return (
        f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">{style}</head>'
        f'<body lang="RU" link="#0563C1"><div class="WordSection1">{_mso(new)}{_mso("")}'
        f'<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">{_P}{labels}<o:p></o:p></p></div></div>'
        f"{_mso('')}{_mso(old)}</div></body></html>"
    )


def _labels(*rows: tuple[str, str], tag: str = "b") -> str:
    return "<br>".join(f"<{tag}>{name}:</{tag}> {value}" for name, value in rows)


_RU = (
    ("От", f"{AGENT} [mailto:{AGENT_MAIL}]"),
    ("Отправлено", "24 ноября 2026 г. 10:15"),
    ("Кому", CUSTOMER),
    ("Тема", "RE: Сайт не открывается"),
)
_EN = (
    ("From", _BOX),
    ("Sent", "Tuesday, November 24, 2026 10:15 AM"),
    ("To", f"{CUSTOMER} &lt;{CUSTOMER_MAIL}&gt;"),
    ("Cc", "buh@firma.example"),
    ("Subject", "Re: Сайт"),
)
_RU_NEW = (
    ("От", _BOX),
    ("Отправлено", "вторник, 24 ноября 2026 г. 10:15"),
    ("Кому", f"{CUSTOMER} &lt;{CUSTOMER_MAIL}&gt;"),
    ("Тема", "Re: Сайт"),
)

# client → a function of (new, old) in HTML
CLIENTS: dict[str, Callable[[str, str], str]] = {
    "outlook-word-ru": lambda new, old: _word(new, old, _labels(*_RU)),
    "outlook-word-en": lambda new, old: _word(new, old, _labels(*_EN)),
    "outlook-word-new": lambda new, old: _word(new, old, _labels(*_RU_NEW)),
    "outlook-2007-span": lambda new, old: _word(new, old, f'<b><span style="font-size:10.0pt">От:</span></b><span style="font-size:10.0pt"> {AGENT} [mailto:{AGENT_MAIL}] <br><b>Отправлено:</b> 24 ноября 2026 г. 10:15<br><b>Кому:</b> {CUSTOMER}<br><b>Тема:</b> Re: Сайт</span>'),
    "owa": lambda new, old: f'<html><body dir="ltr"><div style="font-family:Calibri">{markup(new)}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">{_labels(*_RU_NEW)}</font><div>&nbsp;</div></div><div>{markup(old)}</div></body></html>',
    "owa-2010": lambda new, old: f'<div>{markup(new)}</div><div style="font-family: Times New Roman; color: #000000"><hr tabindex="-1"><div style="direction: ltr;" id="divRpF1"><font face="Tahoma" size="2" color="#000000">{_labels(*_RU_NEW)}<br></font><br></div><div></div><div>{markup(old)}</div></div>',
    "outlook-new": lambda new, old: f'<div class="elementToProof">{markup(new)}</div><div id="appendonsend"></div><div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message skipProofing"><meta content="text/html; charset=UTF-8"><div style="padding: 3pt 0in 0in; border-width: 1pt medium medium; border-style: solid none none; border-color: rgb(181, 196, 223) currentcolor currentcolor">{_labels(*_RU_NEW)}</div>{markup(old)}</div></div>',
    "outlook-ios": lambda new, old: f'<div dir="ltr">{markup(new)}</div><div id="ms-outlook-mobile-signature"><div dir="ltr">Получить <a href="https://aka.ms/o0ukef">Outlook для iOS</a></div></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font>{_labels(*_RU_NEW)}</font></div>{markup(old)}',
    "outlook-mac": lambda new, old: f'<div class="WordSection1">{_mso(new)}<div id="mail-editor-reference-message-container"><div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm">{_P}{_labels(("От", _BOX), ("Дата", "вторник, 24 ноября 2026 г. в 10:15"), ("Кому", CUSTOMER), ("Тема", "Re: Сайт"))}</p></div>{_mso(old)}</div></div></div>',
    "outlook-com-old": lambda new, old: f'<div dir="ltr">{markup(new)}<br><div><hr id="stopSpelling">Date: Tue, 24 Nov 2026 10:15:00 +0300<br>From: {AGENT_MAIL}<br>To: {CUSTOMER_MAIL}<br>Subject: Re: Сайт<br><br>{markup(old)}</div></div>',
    "gmail": lambda new, old: f'<div dir="ltr">{markup(new)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">вт, 24 нояб. 2026 г. в 18:40, {_LINK}:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">{markup(old)}</blockquote></div>',
    "gmail-mobile": lambda new, old: f'<div dir="auto">{markup(new)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">пн, 3 мар. 2025 г., 10:15 {_LINK}:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">{markup(old)}</blockquote></div>',
    "gmail-signature": lambda new, old: f'<div dir="ltr">{markup(new)}<div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">С уважением,<div>{CUSTOMER}</div><div>тел. +7 (921) 000-00-00</div></div></div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">вт, 24 нояб. 2026 г. в 18:40, {_LINK}:<br></div><blockquote class="gmail_quote">{markup(old)}</blockquote></div>',
    "gmail-no-blockquote": lambda new, old: f'<div dir="ltr">{markup(new)}</div><div class="gmail_extra"><br><div class="gmail_quote">24 ноября 2016 г., 18:40 пользователь {AGENT} <span dir="ltr">&lt;<a href="mailto:{AGENT_MAIL}" target="_blank">{AGENT_MAIL}</a>&gt;</span> написал:<br><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{markup(old)}</blockquote></div></div>',
    "yandex": lambda new, old: f'{markup(new)}<div> </div><div>24.11.2026, 18:40, "{AGENT}" &lt;{AGENT_MAIL}&gt;:</div><blockquote><div>{markup(old, "p")}</div></blockquote>',
    "yandex-new": lambda new, old: f'{markup(new)}<div> </div><div>----------------</div><div>Кому: {CUSTOMER} ({CUSTOMER_MAIL});</div><div>Тема: Сайт не открывается;</div><div>24.11.2026, 18:40, "{AGENT}" &lt;<a href="mailto:{AGENT_MAIL}">{AGENT_MAIL}</a>&gt;:</div><blockquote>{markup(old)}</blockquote><div> </div><div> </div><div>-- <br>С уважением, Анна</div>',
    "yandex-mobile": lambda new, old: f'<div>{markup(new)}</div><br>Отправлено из мобильной Яндекс Почты: http://m.ya.ru/ymail<br><br><br>24.11.2026, 18:40, {AGENT} &lt;{AGENT_MAIL}&gt;:<br><blockquote style="border-left:1px solid #0857A6;margin:10px 0;padding-left:10px">{markup(old)}</blockquote>',
    "mailru": lambda new, old: f'<HTML><BODY>{markup(new)}<div>&nbsp;</div><div data-signature-widget="container"><div data-signature-widget="content"><div>--<br>{CUSTOMER}</div></div></div><div>&nbsp;</div><div>&nbsp;</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Вторник, 24 ноября 2026, 18:40 +03:00 от {AGENT} &lt;<a href="/compose?To={AGENT_MAIL}">{AGENT_MAIL}</a>&gt;:<br>&nbsp;<div id=""><div class="js-helper js-readmsg-msg"><style type="text/css"></style><div>{markup(old)}</div></div></div></blockquote></BODY></HTML>',
    "mailru-old": lambda new, old: f'<HTML><BODY>{markup(new)}<br><br>Вторник, 24 ноября 2026, 18:40 +03:00 от {AGENT} &lt;{AGENT_MAIL}&gt;:<br><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">{markup(old)}</blockquote><br><br>{CUSTOMER}</BODY></HTML>',
    "mailru-android": lambda new, old: f'<div>{markup(new)}</div><br><br>--<br>Отправлено из мобильной Почты Mail<div class="mail-quote-collapse">вторник, 24 ноября 2026г., 18:40 +03:00 от {AGENT} <a href="mailto:{AGENT_MAIL}">{AGENT_MAIL}</a>:<br><br><blockquote id="mail-app-auto-quote" cite="1700" style="border-left:1px solid #005FF9;margin:0 0 0 10px">{markup(old)}</blockquote></div>',
    "iphone": lambda new, old: f'<html><body dir="auto">{markup(new)}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Отправлено с iPhone</div><div dir="ltr"><br><blockquote type="cite">24 нояб. 2026 г., в 18:40, {AGENT} &lt;{AGENT_MAIL}&gt; написал(а):<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">﻿{markup(old)}</div></blockquote></body></html>',
    "apple-mail": lambda new, old: f'<html><body style="overflow-wrap: break-word;">{markup(new)}<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>24 нояб. 2026 г., в 18:40, {AGENT} &lt;{AGENT_MAIL}&gt; написал(а):</div><br class="Apple-interchange-newline"><div>{markup(old)}</div></blockquote></div><br></body></html>',
    "samsung": lambda new, old: f'<div dir="auto">{markup(new)}</div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757" dir="auto">Отправлено с моего Galaxy</div></div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- Исходное сообщение --------</div><div>От: {AGENT} &lt;{AGENT_MAIL}&gt; </div><div>Дата: 24.11.2026  18:40  (GMT+03:00) </div><div>Кому: {CUSTOMER_MAIL} </div><div>Тема: Re: Сайт </div><div><br></div></div>{markup(old)}',
    "thunderbird": lambda new, old: f'<html><head></head><body>{markup(new, "p")}<div class="moz-cite-prefix">24.11.2026 18:40, {AGENT} пишет:<br></div><blockquote type="cite" cite="mid:x@nord.example">{markup(old)}</blockquote><pre class="moz-signature" cols="72">-- \n{CUSTOMER}\nООО «Фирма»</pre></body></html>',
    "thunderbird-bottom": lambda new, old: f'<div class="moz-cite-prefix">24.11.2026 18:40, {AGENT} пишет:<br></div><blockquote type="cite" cite="mid:x@nord.example">{markup(old)}</blockquote>{markup(new, "p")}',
    "zimbra": lambda new, old: f'<html><body><div style="font-family: arial">{markup(new)}<div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>От: </b>"{AGENT}" &lt;{AGENT_MAIL}&gt;<br><b>Кому: </b>"{CUSTOMER}" &lt;{CUSTOMER_MAIL}&gt;<br><b>Отправленные: </b>Вторник, 24 Ноябрь 2026 г 18:40:00<br><b>Тема: </b>Re: Сайт<br></div><div data-marker="__QUOTED_TEXT__">{markup(old)}</div></div></body></html>',
    "em-client": lambda new, old: f'<div>{markup(new)}</div><div><br></div><div>------ Исходное сообщение ------</div><div>От "{AGENT}" &lt;<a href="mailto:{AGENT_MAIL}">{AGENT_MAIL}</a>&gt;</div><div>Кому "{CUSTOMER}" &lt;{CUSTOMER_MAIL}&gt;</div><div>Дата 24.11.2026 18:40:11</div><div>Тема Re: Сайт</div><div><br></div><div id="x1"><blockquote cite="x@nord.example" type="cite" class="cite2">{markup(old)}</blockquote></div>',
    "roundcube": lambda new, old: f'<html><body>{markup(new, "p")}<p id="reply-intro">{AGENT} писал(а) 2026-11-24 18:40:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">{markup(old)}</blockquote><div id="_rc_sig"></div></body></html>',
    "proton": lambda new, old: f'<div style="font-family: Arial">{markup(new)}</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Отправлено через <a href="https://proton.me/mail/home">Proton Mail</a>.</div></div><div><br></div><div class="protonmail_quote">вторник, 24 ноября 2026 г. в 18:40, {_BOX} пишет:<br><blockquote class="protonmail_quote" type="cite">{markup(old)}</blockquote></div>',
    "sogo": lambda new, old: f'{markup(new, "p")}<br>Вторник, Ноябрь 24, 2026 18:40 MSK, {_LINK} пишет:<br><blockquote type="cite" cite="x@nord.example">{markup(old)}</blockquote>',
    "lotus": lambda new, old: f'<font size=2 face="sans-serif">{new.replace(chr(10), "<br>")}</font><br><br><table width=100%><tr><td><font size=1 color=#5f5f5f>От:</font><td><font size=1>{AGENT} &lt;{AGENT_MAIL}&gt;</font><tr><td><font size=1 color=#5f5f5f>Кому:</font><td><font size=1>{CUSTOMER}</font><tr><td><font size=1 color=#5f5f5f>Дата:</font><td><font size=1>24.11.2026 18:40</font><tr><td><font size=1 color=#5f5f5f>Тема:</font><td><font size=1>Re: Сайт</font></table><br><hr noshade><br>{markup(old)}',
    "windows-mail": lambda new, old: _word(f"{new}\n\nОтправлено из Почты для Windows", old, _labels(("От", f'<a href="mailto:{AGENT_MAIL}">{AGENT}</a>'), ("Отправлено", "24 ноября 2026 г. 18:40"), ("Кому", f'<a href="mailto:{CUSTOMER_MAIL}">{CUSTOMER}</a>'), ("Тема", "Re: Сайт"))),
    "xiaomi": lambda new, old: f'<div>{markup(new)}</div><div class="mi_signature">Отправлено с Xiaomi</div><div class="mi_quote"><div>{AGENT} &lt;{AGENT_MAIL}&gt; 24 нояб. 2026 г. 18:40 написал:</div><blockquote>{markup(old)}</blockquote></div>',
    "huawei": lambda new, old: f'<div>{markup(new)}</div><div>Отправлено с телефона HUAWEI</div><div id="quoted_header" style="clear:both;"><hr style="border:0;height:1px;"><div style="line-height:1.6"><div>-------- Исходное сообщение --------</div><div>От: {AGENT} &lt;{AGENT_MAIL}&gt;</div><div>Дата: вт, 24 нояб. 2026 г., 18:40</div><div>Кому: {CUSTOMER_MAIL}</div><div>Тема: Re: Сайт</div></div></div>{markup(old)}',
}  # fmt: skip

_NO_HTML = "Ваша почтовая программа не поддерживает HTML."


def letters() -> Iterator[Letter]:
    """Each client's page alone, and some beside a text."""
    for client, page in CLIENTS.items():
        new, old = pick(f"html {client}")
        signed = {
            "gmail-signature": [CUSTOMER, "+7 (921)"],
            "thunderbird": ["ООО"],
            "mailru": ["--"],
            "yandex-new": ["уважением"],
        }.get(client, [])
        old_words = old.split("\n")[-1] if client != "yandex" else old.split("\n")[0]
        expect = {
            "reply_contains": [new],
            "reply_not_contains": [AGENT_MAIL, "24.11.2026 18:40", *signed],
            "html_null": False,
        }
        if client not in ("mailru-old",):
            expect = {"reply_text": [new], "text_contains": [new.split("\n")[0], old_words.strip("- ")]}
        yield Letter(
            f"html/{client}",
            html(page(new, old), how="base64" if client in ("iphone", "owa") else "quoted-printable"),
            expect,
        )
    for client in ("gmail", "outlook-word-ru", "iphone", "mailru", "owa"):
        new, old = pick(f"lies {client}")
        raw = (
            html(CLIENTS[client](new, old), text="\n\n", charset="windows-1251" if client == "mailru" else "utf-8")
            if client != "iphone"
            else html(CLIENTS[client](new, old), text="")
        )
        yield Letter(f"html/empty-text-{client}", raw, {"reply_text": [new]})
    new, old = pick("inline blue")
    page = f'<div dir="ltr"><div>Ответы ниже</div><div class="gmail_quote"><div class="gmail_attr">вт, 24 нояб. 2026 г. в 18:40, {_LINK}:<br></div><blockquote class="gmail_quote"><div>Какая ошибка?</div></blockquote><div>Ошибка 502.</div><blockquote class="gmail_quote"><div>Когда началось?</div></blockquote><div>С утра.</div></div></div>'
    yield Letter(
        "html/inline-gmail",
        html(page),
        {
            "reply_contains": ["Ответы ниже", "Ошибка 502.", "С утра."],
            "reply_not_contains": ["Какая ошибка", "Когда началось"],
        },
    )
    page = '<html><head><style>p{color:red}</style><title>Тема</title></head><body><table><tr><td>Домен</td><td>firma.example</td></tr><tr><td>Срок</td><td>24.11.2026</td></tr></table><p>Продлите,&nbsp;пожалуйста. &laquo;Фирма&raquo; &mdash; &#1084;&#1099;.</p><img src="https://t.example/o.gif" width="1"><script>alert(1)</script></body></html>'
    yield Letter(
        "html/table-entities",
        html(page),
        {
            "text_contains": ["Домен firma.example", "«Фирма» — мы."],
            "text_not_contains": ["color:red", "alert"],
            "html_not_match": ["<script", "onerror"],
            "html_no_remote": True,
        },
    )
    page = '<meta charset="koi8-r"><p>Добрый день, кодировка записана только внутри страницы.</p>'
    raw = (
        head()
        + b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + encoded(page.encode("koi8-r"), "quoted-printable")
    )
    yield Letter("html/charset-in-meta", raw, {"text_contains": ["кодировка записана только внутри страницы"]})
    page = '<p onclick="a()">Привет<img src=x onerror=alert(1)><svg onload=alert(1)></svg><a href="jav&#x0a;ascript:alert(1)">тут</a></p><base href="https://evil.example/"><form action="https://evil.example"><input name=p></form><style>@import url(https://evil.example)</style><div style="background:url(https://evil.example/x)">дела</div><iframe srcdoc="<script>1</script>"></iframe><meta http-equiv="refresh" content="0;url=https://evil.example">'
    yield Letter(
        "html/hostile",
        html(page),
        {"text_contains": ["Привет", "тут", "дела"], "html_not_match": ["evil", "alert", "<form", "<base"]},
    )
