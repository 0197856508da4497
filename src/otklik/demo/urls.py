"""Addresses of the demo's mailbox; only in the demo."""

from __future__ import annotations

from django.urls import path

from otklik.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("new/", views.write, name="write"),
    path("<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/source/", views.source, name="source"),
    path("<int:pk>/body/", views.body, name="body"),
    path("<int:pk>/reply/", views.reply, name="reply"),
]
