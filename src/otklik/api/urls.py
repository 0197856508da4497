"""Addresses for programs."""

from __future__ import annotations

from django.urls import path

from otklik.api.views import reply

app_name = "api"
urlpatterns = [path("coach/reply", reply.reply, name="coach-reply")]
