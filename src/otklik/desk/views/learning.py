"""The course: what a good letter is, a lesson a page, each with a letter to rewrite under the coach's eyes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from otklik.desk import actions, course, queries, words
from otklik.desk.views.access import agent_of
from otklik.kit.clock import now
from otklik.people.models import Agent

AT_ONCE = 3  # remarks, as in the composer
LONG = 160  # characters: from here on it is a letter, and what it lacks may be said
DAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"), gettext_lazy("Friday"),
    gettext_lazy("Saturday"), gettext_lazy("Sunday"),
)  # fmt: skip


@require_GET
def contents(request: HttpRequest) -> HttpResponse:
    """The eight rules, the lessons, how far one is."""
    agent, lang = agent_of(request), _lang()
    passed = queries.lessons_passed(agent)
    lessons = course.lessons(lang)
    rows = [{"lesson": each, "is_passed": each.id in passed, "who": words.situation(each.id)} for each in lessons]
    rules = [
        {"title": title, "text": text, "shown_in": [each for each in lessons if number in each.rules]}
        for number, (title, text) in enumerate(course.eight_rules(lang), 1)
    ]
    done = sum(each.id in passed for each in lessons)
    following = next((each for each in lessons if each.id not in passed), None)
    context = {**_rail(agent), "rows": rows, "rules": rules, "done": done, "all": len(rows), "following": following}
    return render(request, "desk/learn.html", context)


@require_http_methods(["GET", "POST"])
def lesson(request: HttpRequest, situation: str) -> HttpResponse:
    """A lesson; a POST is a letter to be judged, kept nowhere. With HX-Request the verdict alone."""
    agent, all_of_them = agent_of(request), course.lessons(_lang())
    place = next((number for number, each in enumerate(all_of_them) if each.id == situation), None)
    if place is None:
        raise Http404
    this = all_of_them[place]
    passed = queries.lessons_passed(agent)
    text = (
        request.POST.get("text", "").replace("\r\n", "\n")[: course.MAX_TEXT]
        if request.method == "POST"
        else this.exercise.start
    )
    verdict = course.judge(this.exercise, text)
    if request.method == "POST" and verdict.is_accepted:
        actions.pass_lesson(agent, this.id, at=now())
        passed = passed | {this.id}
    context: dict[str, Any] = {
        **_rail(agent), "lesson": this, "place": place + 1, "all": len(all_of_them), "is_passed": this.id in passed, "text": text,
        "previous": all_of_them[place - 1] if place else None, "next": all_of_them[place + 1] if place + 1 < len(all_of_them) else None,
        "bad": course.pieces(this.bad, this.faults), "good": course.pieces(this.good, this.virtues), "who": words.situation(this.id),
        "rules": [(number, course.eight_rules(_lang())[number - 1][0]) for number in this.rules],
        "day": DAYS[this.exercise.known.weekday or 0], **_said(verdict, text, is_start=text.strip() == this.exercise.start),
    }  # fmt: skip
    return render(request, "desk/_verdict.html" if "HX-Request" in request.headers else "desk/lesson.html", context)


def _said(verdict: course.Verdict, text: str, *, is_start: bool) -> dict[str, Any]:
    """The verdict as the page shows it: few remarks at a time, absences only once there is a letter."""
    marks = [each for each in verdict.findings if each.start is not None]
    missing = [each for each in verdict.findings if each.start is None] if len(text.strip()) > LONG else []
    shown = [*[each for each in marks if each.asks], *[each for each in marks if not each.asks], *missing][:AT_ONCE]
    remarks = [
        {"finding": each, "words": " ".join(text[each.start : each.end].split()) if each.start is not None else ""}
        for each in shown
    ]
    lacking, found = sum(not is_there for _, is_there in verdict.wanted), len(verdict.findings)
    return {
        "verdict": verdict, "remarks": remarks, "further": len(verdict.findings) - len(remarks), "is_start": is_start,
        "lacking": lacking, "lacking_said": ngettext("%(n)d thing is missing.", "%(n)d things are missing.", lacking) % {"n": lacking},
        "remarks_said": ngettext("%(n)d remark of the coach.", "%(n)d remarks of the coach.", found) % {"n": found},
    }  # fmt: skip


def _rail(agent: Agent) -> dict[str, Any]:
    fixed, teams = queries.views(agent, "")
    return {"views": fixed, "teams": teams, "at_learning": True}


def _lang() -> str:
    return "ru" if (get_language() or "ru").startswith("ru") else "en"
