"""All addresses of the product: each room's own list, composed."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("otklik.api.urls")),
    path("", include("otklik.desk.urls")),
]
if settings.CONFIG.coach_page:
    urlpatterns.insert(0, path("coach/", include("otklik.api.page_urls")))
if settings.CONFIG.mail_out == "catch":
    urlpatterns.insert(0, path("mailbox/", include("otklik.demo.urls")))
handler404 = "otklik.desk.views.account.not_found"
handler500 = "otklik.desk.views.account.failed"
