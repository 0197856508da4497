"""Coming in and going out: log-in with a brake on guessing, log-out, one's own password."""

from __future__ import annotations

import math
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from otklik.desk import queries
from otklik.desk.views.access import agent_of
from otklik.kit.clock import now
from otklik.people import actions as people
from otklik.people.queries import must_wait


class Login(LoginView):
    """E-mail and password. After too many failures the password is not even looked at for a while."""

    template_name = "desk/login.html"
    redirect_authenticated_user = True
    http_method_names = ["get", "post", "head"]

    def post(self, request: HttpRequest, *args: Any, **words: Any) -> HttpResponse:
        """Try to come in."""
        wait = must_wait(email=self._email(), remote=self._remote(), at=now())
        if wait is not None:
            minutes = max(math.ceil(wait.total_seconds() / 60), 1)
            said = ngettext(
                "Too many wrong passwords. Try again in %(n)d minute.",
                "Too many wrong passwords. Try again in %(n)d minutes.",
                minutes,
            ) % {"n": minutes}
            context = {"too_many": said, "next": self.get_redirect_url()}
            response = render(request, self.template_name, context, status=429)
            response["Retry-After"] = str(math.ceil(wait.total_seconds()))
            return response
        return super().post(request, *args, **words)

    def form_valid(self, form: Any) -> HttpResponse:
        """In: the slips before are forgotten."""
        people.forget_failed_logins(email=self._email(), remote=self._remote())
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Not in: remembered."""
        people.note_failed_login(email=self._email(), remote=self._remote(), at=now())
        return super().form_invalid(form)

    def _email(self) -> str:
        return self.request.POST.get("username", "")

    def _remote(self) -> str:
        return str(self.request.META.get("REMOTE_ADDR", ""))


login = sensitive_post_parameters("password")(Login.as_view())
logout = LogoutView.as_view(http_method_names=["post"])


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password for oneself; one's other sessions are over."""
    agent = agent_of(request)
    form = PasswordChangeForm(agent, request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.set_password(agent, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, agent)
        messages.success(request, _("The new password holds from now on; other browsers are logged out."))
        return redirect("desk:profile")
    fixed, teams = queries.views(agent, "")
    return render(request, "desk/password.html", {"form": form, "views": fixed, "teams": teams})
