"""How we write: what the coach found in letters that left, for the team's own learning; and the same as CSV."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from otklik.coach.reply import shipped
from otklik.desk import plots, queries, words
from otklik.desk.views.access import agent_of
from otklik.insight import actions
from otklik.insight import queries as insight
from otklik.insight.queries import FEW, Fault, Scope, Total
from otklik.insight.reading import week_of
from otklik.insight.rules import is_a_sum, may_see_person
from otklik.insight.statistics import ENOUGH, Difference, Share
from otklik.kit.clock import now
from otklik.people.models import Agent, Team
from otklik.people.rules import may_administer
from otklik.tickets.rules import NotAllowed

PERIODS = {
    "4": gettext_lazy("4 weeks"), "12": gettext_lazy("12 weeks"), "26": gettext_lazy("half a year"), "52": gettext_lazy("a year"),
    "all": gettext_lazy("all the time"),
}  # fmt: skip
USUAL = "12"
LANGUAGES = {"ru": "Русский", "en": "English"}
SHOWN_WITH_EXAMPLES = 6
EXAMPLES = 3
AROUND = 140  # characters on either side of marked words


class Asked:
    """What the address asks for, as far as the reader may have it. Raises Http404 for a team or person that is not theirs to see."""

    def __init__(self, request: HttpRequest) -> None:
        given, self.reader = request.GET, agent_of(request)
        self.period = given.get("period") if given.get("period") in PERIODS else USUAL
        privacy = insight.privacy()
        self.privacy, self.shows_persons = privacy, bool(privacy and privacy.shows_persons)
        self.all = insight.whole(self.reader)
        self.teams = {each.pk: each.name for each in Team.objects.exclude(pk__in=self.all.hidden).order_by("name")}
        people = Agent.objects.order_by("name").values_list("pk", "name")
        self.people = {
            pk: name for pk, name in people if may_see_person(self.reader.pk, pk, shows_persons=self.shows_persons)
        }
        scope = replace(
            self.all,
            since=None if self.period == "all" else week_of(now()) - datetime.timedelta(weeks=int(self.period or USUAL) - 1),
            team=_one_of(self.teams, given.get("team", "")), agent=_one_of(self.people, given.get("agent", "")),
            language=given["language"] if given.get("language") in LANGUAGES else "",
        )  # fmt: skip
        self.is_withheld = scope.agent is None and not is_a_sum(
            0 if self.shows_persons else insight.others(scope), shows_persons=self.shows_persons
        )
        self.scope: Scope = replace(scope, agent=self.reader.pk) if self.is_withheld else scope

    def totals(self, key: str) -> list[tuple[str, Total]]:
        """Sums by team or agent with their names; those that would tell of one hidden person are left out."""
        names = self.teams if key == "team" else self.people
        rows = [
            (names.get(each.key, _("without a team")), each)
            for each in insight.by(self.scope, key)
            if (each.key is None or each.key in names) and (key == "agent" or is_a_sum(each.others, shows_persons=self.shows_persons))
        ]  # fmt: skip
        return sorted(rows, key=lambda row: row[0])


@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """The page; `period`, `team`, `agent`, `language` choose the letters."""
    asked = Asked(request)
    scope = asked.scope
    weeks, situations, found = insight.by(scope, "week"), insight.by(scope, "situation"), insight.faults(scope)
    fixed, teams = queries.views(asked.reader, "")
    count, faults = sum(each.letters for each in weeks), sum(each.faults for each in weeks)
    context = {
        "views": fixed, "teams": teams, "at_writing": True, "asked": asked, "periods": PERIODS, "languages": LANGUAGES,
        "query": request.GET.urlencode(), "count": count, "is_admin": may_administer(asked.reader),
        "each": faults / count if count else 0, "clean": round(100 * sum(each.clean for each in weeks) / count) if count else 0,
        "weeks": _weeks(weeks), "situations": _situations(situations), "faults": _faults(asked, found),
        "questions": _questions(insight.questions(scope, at=now())), "by_team": _bars(asked.totals("team")),
        "by_agent": _bars(asked.totals("agent")), "older": insight.of_another_coach(scope), "few": FEW,
    }  # fmt: skip
    return render(request, "desk/writing.html", context)


@require_GET
def table(request: HttpRequest, name: str) -> HttpResponse:
    """One of the page's tables as a file: weeks, situations, faults, teams, agents."""
    asked = Asked(request)
    rows: list[list[object]]
    if name == "weeks":
        rows = [
            [_("Week of"), *_heads()],
            *([each.key.isoformat(), *_figures(each)] for each in insight.by(asked.scope, "week")),
        ]
    elif name == "situations":
        found = insight.by(asked.scope, "situation")
        rows = [
            ["id", _("Situation"), *_heads()],
            *([each.key, words.situation(each.key), *_figures(each)] for each in found),
        ]
    elif name in ("teams", "agents"):
        head = _("Team") if name == "teams" else _("Who wrote")
        rows = [[head, *_heads()], *([said, *_figures(each)] for said, each in asked.totals(name.removesuffix("s")))]
    elif name == "faults":
        titles = rule_titles()
        rows = [
            [
                "id",
                _("What was found"),
                _("Remarks"),
                _("Letters"),
                _("Shown while writing"),
                _("Fix taken"),
                _("Waved off"),
            ]
        ]
        for each in insight.faults(asked.scope):
            rows.append(
                [
                    each.rule,
                    titles.get(each.rule, ""),
                    each.remarks,
                    each.letters,
                    each.shown,
                    each.applied,
                    each.dismissed,
                ]
            )
    else:
        raise Http404
    answer = HttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="otklik-{name}.csv"'
    return answer


@require_POST
def persons(request: HttpRequest) -> HttpResponse:
    """Show persons or hide them, for everybody."""
    shows = request.POST.get("shows") == "1"
    try:
        actions.show_persons(shows, by=agent_of(request), at=now())
    except NotAllowed:
        raise Http404 from None
    said = (
        _("Agents see each other's figures now.") if shows else _("Persons are hidden now: everybody sees their own.")
    )
    messages.success(request, said)
    return redirect("desk:writing")


def _one_of(names: dict[int, str], given: str) -> int | None:
    if not given:
        return None
    if not (given.isdecimal() and len(given) < 16 and int(given) in names):
        raise Http404
    return int(given)


def _weeks(rows: list[Total]) -> dict[str, Any] | None:
    """The curve of faults a letter and the bars of letters, a step a week; weeks without letters are gaps."""
    if not rows:
        return None
    known = {each.key: each for each in rows}
    all_weeks = plots.weeks(rows[0].key, max(rows[-1].key, week_of(now())))
    counts = [known[each].letters if each in known else 0 for each in all_weeks]
    curve = plots.curve([known[each].each if each in known else None for each in all_weeks])
    middle = all_weeks[len(all_weeks) // 2] if len(all_weeks) > 4 else None
    return {
        "rows": rows, "curve": curve, "bars": plots.bars(counts), "most": max(counts), "first": all_weeks[0], "last": all_weeks[-1],
        "middle": middle, "begin": rows[0], "end": rows[-1],
    }  # fmt: skip


def _situations(rows: list[Total]) -> list[dict[str, Any]]:
    rows = sorted(rows, key=lambda each: -each.letters)
    top = max((each.letters for each in rows), default=0)
    return [
        {"name": words.situation(each.key) or _("not clear from the question"), "row": each, "bar": plots.length(each.letters, top)}
        for each in rows
    ]  # fmt: skip


def _faults(asked: Asked, found: list[Fault]) -> list[dict[str, Any]]:
    """The rules with their titles, the first ones with sentences; of hidden persons the reader's own alone."""
    titles = rule_titles()
    shown = [each.rule for each in found if each.letters][:SHOWN_WITH_EXAMPLES]
    scope = asked.scope if asked.shows_persons else replace(asked.scope, agent=asked.reader.pk)
    examples = insight.examples(scope, shown, each=EXAMPLES)
    top = max((each.letters for each in found), default=0)
    return [
        {
            "title": titles.get(each.rule, each.rule), "row": each, "bar": plots.length(each.letters, top),
            "examples": [
                {"pieces": around(one.message.text, one.remark.start, one.remark.end), "message": one.message,
                 "who": one.message.agent.name if asked.shows_persons and one.message.agent else ""}
                for one in examples.get(each.rule, ())
            ],
        }
        for each in found
    ]  # fmt: skip


def rule_titles() -> dict[str, str]:
    """The names of the coach's rules in the reader's language, by id."""
    language = "ru" if (get_language() or "ru").startswith("ru") else "en"
    return {each.id: each.title for each in sorted(shipped().rules, key=lambda rule: rule.lang == language)}


def around(text: str, start: int | None, end: int | None) -> tuple[str, str, str] | None:
    """The sentence of a text with its marked words: (before, words, after); None for an absence."""
    if start is None or end is None:
        return None
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    cut = max(before.rfind("\n"), *(before.rfind(each) + 1 for each in (". ", "! ", "? ")))
    head = before[cut + 1 :] if cut > 0 or before.startswith("\n") else ("…" if start > AROUND else "") + before
    ends = [place for each in "\n.!?" if (place := after.find(each)) >= 0]
    tail = after[: min(ends) + 1] if ends else after + ("…" if end + AROUND < len(text) else "")
    if text[end - 1 : end] in (".", "!", "?"):
        tail = ""
    return head.lstrip(), " ".join(text[start:end].split()), tail.rstrip()


def _questions(found: Difference) -> dict[str, Any]:
    """Shares with their intervals, and what may be said of them in words."""
    if not found.is_enough:
        said = _("Too few letters to say: each group needs %(n)d tickets whose week is over.") % {"n": ENOUGH}
    elif found.is_chance:
        said = _("The two shares are so near that chance alone may make the difference.")
    elif found.value > 0:
        said = _("After letters with few faults customers wrote again less often.")
    else:
        said = _("After letters with few faults customers wrote again more often.")
    bounds = ""
    if found.is_enough:
        bounds = _("Difference: %(value)d points, between %(low)d and %(high)d with 95 %% confidence.") % {
            "value": round(100 * found.value), "low": round(100 * found.low), "high": round(100 * found.high),
        }  # fmt: skip
    groups = [_share(_("few faults: none or one"), found.one), _share(_("more faults"), found.other)]
    return {"said": said, "bounds": bounds, "groups": groups}


def _share(label: str, share: Share) -> dict[str, Any]:
    said, bounds = _("no tickets"), ""
    if share.count:
        tickets = ngettext("%(n)d ticket", "%(n)d tickets", share.count) % {"n": share.count}
        said = _("wrote again: %(hits)d of %(tickets)s, %(percent)d %%") % {
            "hits": share.hits, "tickets": tickets, "percent": round(100 * share.value),
        }  # fmt: skip
        bounds = _("between %(low)d and %(high)d %% with 95 %% confidence") % {
            "low": round(100 * share.low), "high": round(100 * share.high),
        }  # fmt: skip
    return {
        "label": label, "share": share, "said": said, "bounds": bounds, "at": plots.at(share.value), "from": plots.at(share.low),
        "to": plots.at(share.high),
    }  # fmt: skip


def _bars(rows: list[tuple[str, Total]]) -> list[dict[str, Any]]:
    top = max((each.each for _name, each in rows), default=0.0)
    return [{"name": name, "row": each, "bar": plots.length(each.each, top)} for name, each in rows]


def _heads() -> list[object]:
    return [_("Letters"), _("Remarks"), _("Faults a letter"), _("Without a fault")]


def _figures(each: Total) -> list[object]:
    return [each.letters, each.faults, round(each.each, 2), each.clean]


def _csv(rows: Iterable[Iterable[object]]) -> str:
    """Text that a spreadsheet of the reader's language opens as it stands: a mark for UTF-8 before it, in Russian semicolons
    and decimal commas, and no cell that is taken for a formula."""
    out = io.StringIO()
    is_russian = (get_language() or "ru").startswith("ru")
    writer = csv.writer(out, delimiter=";" if is_russian else ",")
    for row in rows:
        writer.writerow([
            f"{cell:.2f}".replace(".", "," if is_russian else ".") if isinstance(cell, float) else _harmless(cell) for cell in row
        ])  # fmt: skip
    return "\ufeff" + out.getvalue()


def _harmless(cell: object) -> object:
    """A spreadsheet runs what begins like a formula, also behind blanks or in wide signs; an apostrophe makes it text."""
    if isinstance(cell, str) and cell.lstrip()[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%"):
        return f"'{cell}"
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("\t", "\r", "\n") else cell
