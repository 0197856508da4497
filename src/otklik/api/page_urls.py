"""The address of the page where anybody pastes a letter; only where OTKLIK_COACH_PAGE asks for it."""

from __future__ import annotations

from django.urls import path

from otklik.api.views import page

app_name = "coach-page"
urlpatterns = [path("", page.page, name="page")]
