"""The customers' mailbox of the demo: read what was sent, see its source, answer as the customer."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik.channels.kinds.email.parse import parse
from otklik.channels.models import Account
from otklik.demo.models import CaughtLetter
from otklik.intake.actions import Arrived, accept
from otklik.kit.clock import now
from otklik.people.models import Identity


@require_GET
@login_not_required
def mailbox(request: HttpRequest) -> HttpResponse:
    """All caught letters, newest first; `?of=` one person's."""
    rows = CaughtLetter.objects.order_by("-at", "-pk")
    of = request.GET.get("of", "")
    if of:
        rows = rows.filter(recipient=of)
    letters = []
    for row in rows[:60]:
        mail = parse(bytes(row.raw))
        letters.append(
            {
                "row": row,
                "subject": mail.subject,
                "from": mail.from_.name if mail.from_ else "",
                "text": mail.reply_text[:140],
                "tone": sum(map(ord, row.recipient)) % 6,
                "initials": row.recipient[:1].upper(),
            }
        )
    people = CaughtLetter.objects.order_by("recipient").values_list("recipient", flat=True).distinct()
    return render(request, "demo/mailbox.html", {"letters": letters, "people": people, "of": of})


@require_GET
@login_not_required
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter as the customer sees it, and a form to answer it."""
    row = get_object_or_404(CaughtLetter, pk=pk)
    return render(request, "demo/letter.html", {"row": row, "mail": parse(bytes(row.raw))})


@require_GET
@login_not_required
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The real bytes, as they would have left."""
    row = get_object_or_404(CaughtLetter, pk=pk)
    return HttpResponse(bytes(row.raw), content_type="text/plain; charset=utf-8")


@require_GET
@login_not_required
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter's HTML for its frame, locked in by its own policy."""
    mail = parse(bytes(get_object_or_404(CaughtLetter, pk=pk).raw))
    response = render(request, "desk/letter.html", {"html": mail.html or ""})
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_POST
@login_not_required
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer as the customer: a real letter, by the door that all letters come through."""
    row = get_object_or_404(CaughtLetter, pk=pk)
    mail = parse(bytes(row.raw))
    text = request.POST.get("text", "").strip()
    to = (mail.reply_to or ((mail.from_,) if mail.from_ else ()))[0].address
    if text:
        quoted = "\n".join(f"> {line}" for line in mail.text.split("\n")[:40])
        sender = mail.from_.name if mail.from_ else ""
        written = f"{text}\n\n{mail.date:%d.%m.%Y, %H:%M}, {sender} <{to}>:\n{quoted}\n"
        references = " ".join(f"<{each}>" for each in (*mail.references, mail.message_id))
        _post(row.recipient, to, mail.subject, written, in_reply_to=f"<{mail.message_id}>", references=references)
    return redirect("demo:letter", pk=pk)


@require_http_methods(["GET", "POST"])
@login_not_required
def write(request: HttpRequest) -> HttpResponse:
    """A new letter of a customer's."""
    if request.method == "POST":
        given = {name: " ".join(request.POST.get(name, "").split()) for name in ("sender", "to", "subject")}
        text = request.POST.get("text", "").strip()
        if "@" in given["sender"] and "@" in given["to"] and text:
            _post(given["sender"], given["to"], given["subject"], text)
            return redirect("demo:mailbox")
    accounts = Account.objects.filter(kind="email").order_by("pk")
    people = Identity.objects.filter(kind="email").order_by("pk").values_list("value", flat=True)[:40]
    return render(request, "demo/write.html", {"accounts": accounts, "people": people})


def _post(sender: str, to: str, subject: str, text: str, **threading: str) -> None:
    identity = Identity.objects.select_related("contact").filter(kind="email", value=sender).first()
    message = EmailMessage()
    message["From"] = formataddr((identity.contact.name if identity else "", sender))
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    for name, value in threading.items():
        message[name.replace("_", "-").title()] = value
    message.set_content(text)
    accept([Arrived(message.as_bytes(), sender=sender, recipients=(to,))], at=now())
