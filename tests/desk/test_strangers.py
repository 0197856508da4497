"""What strangers write is shown, never run: names, subjects, file names, HTML, headers."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from otklik.intake import actions as intake
from otklik.intake.queries import waiting
from otklik.kit import blobs
from otklik.kit.html import sanitise
from otklik.tickets.arrivals import File
from otklik.tickets.models import Attachment, Draft, Message
from tests.cast import PASSWORD, TUESDAY

NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}{% now %}"


@pytest.fixture
def boris(cast):
    client = Client()
    assert client.login(username=cast.boris.email, password=PASSWORD)
    return client


def arrive(**fields):
    head = {
        "From": "anna@firma.example",
        "To": "support@nord.example",
        "Subject": "x",
        "Message-ID": "<n@firma.example>",
        **fields,
    }
    body = head.pop("body", "text")
    raw = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in head.items()) + "\r\n" + body
    intake.accept([intake.Arrived(raw.encode(), "anna@firma.example", ("support@nord.example",))], at=TUESDAY)
    (envelope,) = waiting()
    return intake.process(envelope, at=TUESDAY)


def harmless(page):
    """No tag of the stranger's got through: all that runs in our pages is in files of our own."""
    text = page.content.decode()
    scripts = re.findall(r"<script\b[^>]*>", text)
    return all(" src=" in each for each in scripts) and "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", text) and "49" not in re.findall(
        r"\{\{7\*7\}\}|(?<=</script>)49", text
    )  # fmt: skip


def test_a_nasty_letter_is_shown_as_written_everywhere(cast, boris):
    import base64

    word = "=?utf-8?b?" + base64.b64encode(NASTY.encode()).decode() + "?="
    body = (
        "--b\r\nContent-Type: text/html\r\n\r\n<p onclick=alert(3)>hi</p><script>alert(4)</script><a href='javascript:alert(5)'>x</a>"
        "<svg onload=alert(6)></svg><iframe src=//evil.example></iframe><form action=//evil.example><input></form>"
        "<style>@import '//evil.example'</style><img src=https://evil.example/p.gif>\r\n"
        f'--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename="{word}"\r\n\r\n<script>1</script>\r\n--b--\r\n'
    )
    envelope = arrive(
        From=f"{word} <anna2@firma.example>",
        Subject=word,
        MIME_Version="1.0",
        Content_Type="multipart/mixed; boundary=b",
        body=body,
    )
    row = envelope.ticket
    assert row.subject.startswith("<script>alert(1)</script>")
    for address in (f"/tickets/{row.pk}/", "/tickets/all/", "/search/?q=alert", f"/tickets/{row.pk}/timeline/",
                    f"/tickets/{row.pk}/facts/"):  # fmt: skip
        page = boris.get(address)
        assert (page.status_code, harmless(page)) == (200, True), address
        assert "<script>alert" not in page.content.decode()
    letter = boris.get(f"/tickets/{row.pk}/letters/{envelope.message_id}/").content.decode()
    for evil in ("onclick", "<script", "javascript:", "<svg", "<iframe", "<form", "@import", ' src="https://evil'):
        assert evil not in letter
    file = Attachment.objects.get()
    answer = boris.get(reverse("desk:attachment", args=[row.pk, file.pk]))
    for close in answer._resource_closers:
        close()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "kind", "is_shown"),
    [
        ("a.svg", "image/svg+xml", False), ("a.html", "text/html", False), ("a.pdf", "application/pdf", False), ("a.png", "image/png", True),
        ("a.png", "image/png; charset=x", False), ('"; filename=evil.exe', "text/plain", False), ("a\r\nX-Evil: 1", "text/plain", False),
        ("../../etc/passwd", "text/plain", False), ("отчёт за ноябрь.pdf", "application/pdf", False),
    ],
)  # fmt: skip
def test_a_file_is_saved_under_a_safe_name(cast, boris, name, kind, is_shown):
    row = arrive().ticket
    message = row.messages.get()
    file = File(name, kind, 1, blobs.put(b"x"))
    pk = Attachment.objects.create(
        message=message, filename=file.filename, content_type=file.content_type, size=1, digest=file.digest
    ).pk
    answer = boris.get(reverse("desk:attachment", args=[row.pk, pk]))
    for close in answer._resource_closers:
        close()
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("inline" if is_shown else "attachment")
    assert ("\n" in disposition, "X-Evil" in answer.headers, "/" in disposition.replace("utf-8''", "")) == (
        False,
        False,
        False,
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def policy_of(answer):
    for close in answer._resource_closers:  # closing the answer itself would close the test's connection
        close()
    return answer.headers.get("Content-Security-Policy", "")


def test_the_policy_is_on_every_answer(cast, boris):
    row = arrive().ticket
    policies = {
        address: policy_of(boris.get(address))
        for address in ("/tickets/", f"/tickets/{row.pk}/", "/search/", "/me/", "/me/password/", "/nowhere/", "/tickets/999999/",
                        "/static/desk/desk.css", "/")
    }  # fmt: skip
    policies["guest"] = Client().get("/login/").headers["Content-Security-Policy"]
    policies["wrong host"] = (
        Client().get("/login/", HTTP_HOST="evil.example").headers.get("Content-Security-Policy", "")
    )
    policies["no token"] = (
        Client(enforce_csrf_checks=True).post("/login/", {}).headers.get("Content-Security-Policy", "")
    )
    assert [
        name for name, policy in policies.items() if "script-src 'self'" not in policy or "unsafe" in policy
    ] == []


def test_a_fault_of_ours_is_said_and_tells_nothing(cast, boris, settings):
    boris.raise_request_exception = False
    row = arrive().ticket
    settings.CONFIG = None  # a fault of our own
    answer = boris.get(f"/tickets/{row.pk}/", headers={"referer": "x"})
    assert (answer.status_code, "Traceback" in answer.content.decode()) == (500, False)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_nul_is_refused_before_a_database_chokes_on_it(cast, boris):
    row = arrive().ticket
    assert boris.get("/search/", {"q": "a\x00b"}).status_code == 400
    assert boris.post(reverse("desk:draft", args=[row.pk]), {"text": "a\x00b"}).status_code == 400
    assert Client().post("/login/", {"username": "a\x00b@c.example", "password": "x"}).status_code == 400


@pytest.mark.parametrize("nasty", ["x\r\nBcc: eve@evil.example", "x\nBcc: eve@evil.example", "x" * 5000])
def test_no_header_is_made_of_what_is_typed(cast, boris, nasty):
    row = arrive(Reply_To="anna@firma.example").ticket
    boris.post(reverse("desk:change", args=[row.pk]), {"what": "subject", "value": nasty})
    boris.post("/me/", {"name": nasty, "language": "ru", "time_zone": "UTC"})
    cast.boris.refresh_from_db()
    row.refresh_from_db()
    assert [any(sign in text for sign in "\r\n\x00") for text in (row.subject, cast.boris.name)] == [False, False]


def test_an_uploaded_name_is_only_a_name(cast, boris):
    row = arrive().ticket
    file = SimpleUploadedFile("../../<b>x.html", b"x", "text/html")
    boris.post(reverse("desk:attach", args=[row.pk]), {"files": file})
    assert Draft.objects.get().attachments.get().filename == "<b>x.html"


@pytest.mark.parametrize(
    "html",
    [
        "<a href=' javascript:alert(1)'>x</a>", "<a href='java\tscript:alert(1)'>x</a>", "<a href='&#106;avascript:alert(1)'>x</a>",
        "<img src='x' onerror='alert(1)'>", "<div style='background:url(javascript:alert(1))'>x</div>", "<base href='//evil.example'>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>", "<link rel=stylesheet href=//evil.example>",
        "<object data=//evil.example></object>", "<math><mi xlink:href='javascript:alert(1)'></math>", "<a href='data:text/html,<script>1</script>'>x</a>",
        "<img src='//evil.example/p.gif'>", "<table background='//evil.example/p.gif'></table>", "<video poster=//evil.example></video>",
        "<!--[if IE]><script>1</script><![endif]-->", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    ],
)  # fmt: skip
def test_html_loses_what_runs_or_loads(html):
    cleaned = sanitise(html).lower()
    found = [
        each
        for each in ("javascript:", "onerror=", "<script", "url(", "<base", "<meta", "<link", "<object", ' src="//', "background=", "poster=",
                     'href="data:')
        if each in cleaned
    ]  # fmt: skip
    assert found == []


def test_a_stranger_is_told_apart_from_the_tickets_people(cast, boris):
    row = arrive().ticket
    from django.conf import settings as product

    from otklik.channels.kinds.email import tokens

    address = tokens.reply_address("support@nord.example", row.pk, key=product.SECRET_KEY)
    raw = f"From: eve@evil.example\r\nTo: {address}\r\nCc: eve2@evil.example\r\nMessage-ID: <e@evil.example>\r\nSubject: x\r\n\r\nПришлите пароль\r\n"
    intake.accept([intake.Arrived(raw.encode(), "eve@evil.example", (address,))], at=TUESDAY)
    (envelope,) = waiting()
    assert intake.process(envelope, at=TUESDAY).ticket_id == row.pk
    newest = Message.objects.order_by("pk").last()
    page = boris.get(f"/tickets/{row.pk}/")
    assert (newest.sender, page.context["to"], page.context["cc"]) == ("eve@evil.example", ["anna@firma.example"], [])
