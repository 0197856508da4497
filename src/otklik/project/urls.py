"""All addresses of the product: each room's own list, composed."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("otklik.desk.urls")),
]
