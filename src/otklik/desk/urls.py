"""Addresses of the desk; a change is a POST to the thing that changes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from otklik.desk.views import account, announcing, brands, composer, entering, features, learning, lists, tickets, writing

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="desk:inbox", http_method_names=["get", "head"]), name="home"),
    path("login/", entering.login, name="login"),
    path("logout/", entering.logout, name="logout"),
    path("me/", account.profile, name="profile"),
    path("me/password/", entering.password, name="password"),
    path("learn/", learning.contents, name="learn"),
    path("learn/<slug:situation>/", learning.lesson, name="lesson"),
    path("brands/", brands.listed, name="brands"),
    path("brands/new/", brands.add, name="brand-add"),
    path("brands/<int:pk>/", brands.brand, name="brand"),
    path("writing/", writing.statistics, name="writing"),
    path("writing/persons/", writing.persons, name="writing-persons"),
    path("writing/<slug:name>.csv", writing.table, name="writing-table"),
    path("quarantine/", account.quarantine, name="quarantine"),
    path("quarantine/<int:pk>/retry/", account.retry, name="retry"),
    path("search/", lists.search, name="search"),
    path("rail/", lists.rail, name="rail"),
    path("tickets/", lists.inbox, name="inbox"),
    path("tickets/<int:number>/", tickets.ticket, name="ticket"),
    path("tickets/<int:number>/timeline/", tickets.timeline, name="timeline"),
    path("tickets/<int:number>/facts/", tickets.facts, name="facts"),
    path("tickets/<int:number>/change/", tickets.change, name="change"),
    path("tickets/<int:number>/letters/<int:message>/", tickets.letter, name="letter"),
    path("tickets/<int:number>/files/<int:pk>/", tickets.attachment, name="attachment"),
    path("tickets/<int:number>/draft/", composer.draft, name="draft"),
    path("tickets/<int:number>/draft/files/", composer.attach, name="attach"),
    path("tickets/<int:number>/draft/files/<int:pk>/", composer.detach, name="detach"),
    path("tickets/<int:number>/coach/", composer.coach, name="coach"),
    path("tickets/<int:number>/saved/", composer.saved, name="saved"),
    path("tickets/<int:number>/findings/", composer.finding, name="finding"),
    path("tickets/<int:number>/replies/", composer.send, name="send"),
    path("tickets/<int:number>/replies/<int:message>/undo/", composer.undo, name="undo"),
    path("tickets/<int:number>/presence/", composer.presence, name="presence"),
    path("tickets/<int:number>/who/", composer.who, name="who"),
    path("tickets/<int:number>/wishes/", features.pick, name="wishes"),
    path("features/", features.board, name="features"),
    path("features/new/", features.add, name="feature-add"),
    path("features/<int:pk>/", features.wish, name="feature"),
    path("features/<int:pk>/edit/", features.edit, name="feature-edit"),
    path("features/<int:pk>/move/", features.move, name="feature-move"),
    path("features/<int:pk>/merge/", features.merge, name="feature-merge"),
    path("features/<int:pk>/voices/", features.voice, name="feature-voice"),
    path("features/<int:pk>/letters/", announcing.letters, name="announcements"),
    path("features/<int:pk>/letters/send/", announcing.send, name="announcements-send"),
    path("features/<int:pk>/letters/<int:letter>/", announcing.letter, name="announcement"),
    path("features/<int:pk>/letters/<int:letter>/coach/", announcing.coach, name="announcement-coach"),
    path("tickets/<str:view>/", lists.inbox, name="view"),
]
