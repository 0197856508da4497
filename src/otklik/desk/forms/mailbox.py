"""What an admin says of a mailbox, made sure of and turned into an account's settings and secrets."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.channels.kinds.email import mailboxes, oauth
from otklik.channels.kinds.email.imap.settings import BadMailbox, ImapSettings, read
from otklik.channels.kinds.email.routes import checked, smtp_url
from otklik.channels.models import Account
from otklik.channels.queries import secrets_of
from otklik.kit import crypt
from otklik.services.models import Brand

_HOST = RegexValidator(
    r"^[A-Za-z0-9]([\w.:-]{0,250}\w)?$", gettext_lazy("This is no name of a server; it looks like imap.example.com")
)
_TLS = [("tls", gettext_lazy("from the first byte (TLS)")), ("starttls", "STARTTLS")]
_TAKE = [
    ("unread", gettext_lazy("the unread ones")),
    ("all", gettext_lazy("all")),
    ("new", gettext_lazy("only those that come from now on")),
]
_TAKEN = [
    ("flag", gettext_lazy("by a mark that only Otklik sees")),
    ("seen", gettext_lazy("as read")),
    ("move", gettext_lazy("by moving it into a folder")),
]
_OLD_PASSWORD = gettext_lazy("A new server or name needs the password: the old one is not sent to it.")
_PROVIDERS = [("", gettext_lazy("no, by the password above")), *((each, each) for each in oauth.PROVIDERS)]


def _line(**words: Any) -> forms.CharField:
    return forms.CharField(required=False, max_length=320, **words)


def _secret() -> forms.CharField:
    """Never printed into a page, not even what was typed a moment ago."""
    quiet = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(required=False, max_length=4000, strip=False, widget=quiet)


class MailboxForm(forms.Form):
    """A new mailbox, or how one (`account`) is fetched and answers. After `is_valid`: `config` and `secrets`, as
    `channels.actions.configure` takes them."""

    address = forms.EmailField(max_length=320)
    brand: Any = forms.ModelChoiceField(Brand.objects.order_by("name"), empty_label=None)
    imap_host = _line(validators=[_HOST])
    imap_tls = forms.ChoiceField(choices=_TLS, required=False)
    imap_port = forms.IntegerField(required=False, min_value=1, max_value=65535)
    imap_user = _line()
    imap_folder = _line()
    password = _secret()
    provider = forms.ChoiceField(choices=_PROVIDERS, required=False)
    client_id = _line()
    client_secret = _secret()
    refresh_token = _secret()
    take = forms.ChoiceField(choices=_TAKE, required=False)
    taken = forms.ChoiceField(choices=_TAKEN, required=False)
    taken_folder = _line()
    smtp_host = _line(validators=[_HOST])
    smtp_tls = forms.ChoiceField(choices=_TLS, required=False)
    smtp_port = forms.IntegerField(required=False, min_value=1, max_value=65535)
    smtp_user = _line()
    smtp_password = _secret()
    authserv = _line()

    def __init__(self, data: Any = None, *, account: Account | None = None) -> None:
        self.account = account
        self._known = read(account.config["imap"]) if account and account.config.get("imap") else None
        self._relay = smtp_url(account) if account else ""
        super().__init__(data, initial=self._present() if account else {"imap_folder": "INBOX"})
        if account is not None:  # a mailbox keeps its address and its brand
            del self.fields["address"], self.fields["brand"]
        if self._known is not None and self._known.tls == "none":
            self.fields["imap_tls"].choices = [*_TLS, ("none", _("none"))]  # type: ignore[attr-defined]  # a ChoiceField
        self.config: dict[str, Any] = {}
        self.secrets: dict[str, str] = {}

    def clean(self) -> dict[str, Any]:
        """Errors stand at the field that mends them."""
        cleaned = super().clean() or {}
        given = dict(cleaned)  # a field with an error is taken out of the other
        if self.account is None and Account.objects.filter(
            kind="email", address=str(given.get("address", "")).lower()
        ):
            self.add_error("address", _("This mailbox is here already: change it in the list."))
        if not self.errors:
            address = self.account.address if self.account else given["address"].lower()
            self._clean_secrets(given)
            self._clean_imap(given, address)
            self._clean_relay(given, address)
            self._clean_authserv(given)
        return cleaned

    def _present(self) -> dict[str, Any]:
        account, imap = self.account, self._known
        assert account is not None  # noqa: S101 -- the caller has looked
        known: dict[str, Any] = {"authserv": account.config.get("authserv", ""), "imap_folder": "INBOX"}
        if imap is not None:
            taken, _colon, folder = imap.taken.partition(":")
            known |= {
                "imap_host": imap.host, "imap_tls": imap.tls, "imap_port": imap.port, "imap_user": imap.user, "imap_folder": imap.folder,
                "take": imap.take, "taken": taken, "taken_folder": folder,
            }  # fmt: skip
        if not self._relay:
            return known
        host, port, tls, user = mailboxes.relay_parts(self._relay)
        return known | {"smtp_host": host, "smtp_port": port, "smtp_tls": tls, "smtp_user": user}

    def _clean_secrets(self, given: dict[str, Any]) -> None:
        if given["password"]:
            self.secrets |= {"imap_password": given["password"], "oauth": ""}
        if given["provider"]:
            grant = {name: given[name] for name in ("provider", "client_id", "client_secret", "refresh_token")}
            if not given["client_id"] or not (given["refresh_token"] or given["client_secret"]):
                self.add_error(
                    "client_id", _("The provider asks for the client ID and the refresh token: give both, please.")
                )
            else:
                self.secrets |= {"oauth": oauth.read(json.dumps(grant)).as_json(), "imap_password": ""}
        if given["smtp_password"]:
            self.secrets["smtp_password"] = given["smtp_password"]

    def _clean_imap(self, given: dict[str, Any], address: str) -> None:
        before = dict(self.account.config.get("imap") or {}) if self.account else {}
        if not given["imap_host"]:
            if before:
                self.config |= {"imap": None, "fetched": None}
                self.secrets.setdefault("imap_password", "")
                self.secrets.setdefault("oauth", "")
            return
        taken = f"move:{given['taken_folder']}" if given["taken"] == "move" else given["taken"] or "flag"
        url = mailboxes.imap_url(
            host=given["imap_host"], port=given["imap_port"], tls=given["imap_tls"] or "tls", user=given["imap_user"] or address,
            folder=given["imap_folder"] or "INBOX",
        )  # fmt: skip
        wanted = {**before, "url": url, "take": given["take"] or "unread", "taken": taken}
        try:
            now = read(wanted)
        except BadMailbox:  # the fields have been looked at one by one; what is left is the folder to move into
            self.add_error(
                "taken_folder", _("Name a folder that is not the one the letters come to, for example Otklik.")
            )
            return
        if self._known is not None and _place(now) == _place(self._known):
            wanted["url"] = before["url"]  # as the command line wrote it
            if not self._has_secret("imap_password", "oauth"):
                self.add_error("password", _("The password is missing."))
        else:
            self._look_at_host("imap_host", now.host)
            if before:
                self.config["fetched"] = None  # its troubles were another server's
            if not (self.secrets.get("imap_password") or self.secrets.get("oauth")):
                self.add_error("password", _OLD_PASSWORD if self._known else _("The password is missing."))
        self.config["imap"] = wanted

    def _clean_relay(self, given: dict[str, Any], address: str) -> None:
        if not given["smtp_host"]:
            if self._relay:
                self.config["smtp"] = None
                self.secrets["smtp_password"] = ""
            return
        tls = given["smtp_tls"] or "tls"
        if self._relay and (given["smtp_host"], given["smtp_port"], tls, given["smtp_user"]) == mailboxes.relay_parts(
            self._relay
        ):
            if not self._has_secret("smtp_password", "imap_password", "oauth") and given["smtp_user"]:
                self.add_error("smtp_password", _("The password is missing."))
            return  # as the command line wrote it
        self._look_at_host("smtp_host", given["smtp_host"])
        if not any(self.secrets.values()):
            is_first = self.account is None or not (self._known or self._relay)
            self.add_error("smtp_password", _("The password is missing.") if is_first else _OLD_PASSWORD)
        self.secrets.setdefault("smtp_password", "")
        port = given["smtp_port"] or (465 if tls == "tls" else 587)
        url = mailboxes.relay_url(host=given["smtp_host"], port=port, tls=tls, user=given["smtp_user"] or address)
        self.config["smtp"] = {"url": checked(url)}

    def _clean_authserv(self, given: dict[str, Any]) -> None:
        try:
            self.config["authserv"] = mailboxes.authserv(given["authserv"]) if given["authserv"] else None
        except BadMailbox:
            self.add_error("authserv", _("This is no name of a server; it looks like mx.example.com"))

    def _look_at_host(self, field: str, host: str) -> None:
        try:
            inner = mailboxes.inner_addresses(host)
        except (OSError, UnicodeError):
            self.add_error(field, _("There is no server %(host)s: look at its name.") % {"host": host})
            return
        if inner:
            said = _("%(host)s is in your own network. From here we reach servers of the open net alone; this one is added by the command “otklik mailbox add” on the machine of the desk.")  # fmt: skip
            self.add_error(field, said % {"host": host if host in inner else f"{host} ({inner[0]})"})

    def _has_secret(self, *names: str) -> bool:
        try:
            known = secrets_of(self.account) if self.account else {}
        except crypt.Unreadable:
            known = {}
        return any({**known, **self.secrets}.get(name) for name in names)


def _place(imap: ImapSettings) -> tuple[str, int, str, str, str]:
    return imap.host, imap.port, imap.user, imap.folder, imap.tls
