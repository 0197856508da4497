"""The mailboxes of the house, for admins: how each one is, a new one, a change, a stop, a look at its servers now."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik.channels import actions
from otklik.channels.kinds.email.mailboxes import found, relay_parts, standing
from otklik.channels.models import Account
from otklik.channels.queries import email_accounts, is_being_fetched
from otklik.desk import queries, words
from otklik.desk.forms.mailbox import MailboxForm
from otklik.desk.views.access import agent_of
from otklik.intake.queries import last_arrival
from otklik.kit.clock import now
from otklik.people.models import Agent
from otklik.people.rules import may_administer
from otklik.services.models import Brand

PATIENCE = datetime.timedelta(seconds=30)  # within it a worker takes up what was changed
SECRETS = ("password", "client_secret", "refresh_token", "smtp_password")


@require_GET
def mailboxes(request: HttpRequest) -> HttpResponse:
    """All of them, and how they are."""
    return _listed(request, _admin(request))


@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new one."""
    agent = _admin(request)
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        account = actions.add_account(
            kind="email", name=given["brand"].name, address=given["address"], brand_id=given["brand"].pk, at=now(),
            config={name: value for name, value in form.config.items() if value is not None},
            secrets={name: value for name, value in form.secrets.items() if value},
        )  # fmt: skip
        return _after(request, account)
    return _form(request, agent, form, None)


@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """How one is fetched and answers. A stopped one begins again."""
    agent, account = _admin(request), _account(request, pk)
    form = MailboxForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        actions.configure(account, config=form.config, secrets=form.secrets)
        actions.fetch_again(account, at=now())
        return _after(request, account)
    return _form(request, agent, form, account)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Neither fetch nor receive; its tickets and settings stay."""
    account = _account(request, pk)
    actions.stop(account)
    messages.success(request, _("%(address)s is stopped. Its tickets and settings stay.") % {"address": account})
    return redirect("desk:mailboxes")


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Fetch and receive again."""
    account = _account(request, pk)
    actions.start(account)
    messages.success(request, _("%(address)s takes letters again.") % {"address": account})
    return redirect("desk:mailboxes")


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask its servers now, and let whoever fetches it try again at once."""
    account = _account(request, pk)
    lines = found(account, helo=settings.CONFIG.helo, language=_language())
    if account.is_active and lines and lines[0][0]:
        actions.fetch_again(account, at=now())
    return _listed(request, agent_of(request), checked=account.pk, lines=lines)


def _admin(request: HttpRequest) -> Agent:
    agent = agent_of(request)
    if not may_administer(agent):
        raise Http404
    return agent


def _account(request: HttpRequest, pk: int) -> Account:
    _admin(request)
    return get_object_or_404(Account.objects.select_related("brand"), pk=pk, kind="email")


def _after(request: HttpRequest, account: Account) -> HttpResponse:
    messages.success(request, _("Saved. “Check now” tells whether its servers let us in."))
    return redirect("desk:mailboxes")


def _listed(request: HttpRequest, agent: Agent, *, checked: int = 0, lines: list[tuple[bool, str]] | None = None) -> HttpResponse:  # fmt: skip
    rows = [_row(account) for account in email_accounts()]
    context = {**_frame(agent), "rows": rows, "checked": checked, "lines": lines or []}
    return render(request, "desk/mailboxes.html", context)


def _form(request: HttpRequest, agent: Agent, form: MailboxForm, account: Account | None) -> HttpResponse:
    context = {**_frame(agent), "form": form, "account": account, "brands": Brand.objects.count(), "usual": _usual()}
    return render(request, "desk/mailbox.html", context)


def _frame(agent: Agent) -> dict[str, Any]:
    fixed, teams = queries.views(agent, "")
    return {"views": fixed, "teams": teams, "at_mailboxes": True}


def _row(account: Account) -> dict[str, Any]:
    at, now_known = now(), standing(account, language=_language())
    arrived, (host, _port, _tls, user) = last_arrival(account.pk), relay_parts(now_known.relay)
    is_new = now_known.set_at is not None and at - now_known.set_at < PATIENCE
    is_demo = settings.CONFIG.mail_out == "catch"
    is_left = account.is_active and now_known.imap and not is_new and not is_being_fetched(account, at=at)
    return {
        "account": account, "known": now_known, "arrived": words.ago(arrived, at) if arrived else "",
        "fetched": _ago(now_known.fetched_at, at), "since": _ago(now_known.trouble_since, at),
        "next": words.ago(now_known.next_try, at) if now_known.next_try and now_known.next_try > at else "",
        "past_at": _ago(now_known.past_at, at), "is_left": is_left and not is_demo, "is_demo": is_demo, "authserv": account.config.get("authserv", ""),
        "has_door": settings.CONFIG.smtp is not None or settings.CONFIG.lmtp is not None,
        "relay_host": host, "relay_user": user, "usual": _usual(),
    }  # fmt: skip


def _usual() -> str:
    """How letters leave that have no road of their own."""
    if settings.CONFIG.mail_out == "catch":
        return _("they are kept in the demo's mailbox, nothing leaves")
    if settings.CONFIG.relay:
        return _("by the desk's own relay, %(host)s") % {"host": settings.CONFIG.relay.rpartition("@")[2].rpartition("/")[2]}  # fmt: skip
    return _("straight to the recipients' servers")


def _ago(at: datetime.datetime | None, here: datetime.datetime) -> str:
    return words.ago(at, here) if at else ""


def _language() -> str:
    return "ru" if (get_language() or "ru").startswith("ru") else "en"
