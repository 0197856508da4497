"""Whether reports of mtr are sound, and where loss or slowness really begins."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from otklik.coach.request.mtr import data
from otklik.coach.request.mtr.model import Hop, Report
from otklik.coach.request.mtr.scan import Scan

ENOUGH = 1000  # packets
LOST = 1.0  # percent; more of it is loss
STEP = 40.0  # milliseconds
LONGEST = 200_000  # characters that are read; a report has a few thousand
MOST = 12  # reports
PROBLEMS = ("too-few-packets", "truncated", "not-mtr", "loss-to-end", "latency-step", "destination-unreachable")

_BACK = re.compile(
    r"обратн\w*|(?:с|от) (?:нашего |моего |самого |вашего )?(?:сервера|vps|vds|впс)\b|в обе стороны|в обоих направлени\w+|туда и |"
    r"\bfrom (?:the |our |my |your )?(?:server|vps|vds|box|instance)\b|\breverse\b|\bboth (?:directions|ways)\b|\bback(?:ward)?\b|\breturn (?:path|route)\b",
    re.I,
)
_PAGE = re.compile(r"<(?:t[dr]|pre|br|table)\b", re.I)
_TAG = re.compile(r"<[/a-zA-Z!][^<>]{0,300}>")


@dataclass(frozen=True)
class Problem:
    """One of PROBLEMS; `hop` is the number of the hop where it begins (from 1), `amount` percent or milliseconds there or packets sent."""

    id: str
    hop: int | None = None
    host: str = ""
    amount: float | None = None


@dataclass(frozen=True)
class Verdict:
    """What is to be said of all reports of a text. `reports` in their order; `directions` is none, one or both."""

    valid: bool
    reports: tuple[Report, ...]
    problems: tuple[Problem, ...]
    directions: str


def judge(text: str) -> Verdict:
    """The verdict on a text of any kind, with reports or without."""
    found = read(text)
    if not found:
        return Verdict(False, (), (Problem("not-mtr"),), "none")
    problems: dict[str, Problem] = {}
    for report in found:
        for problem in problems_of(report):
            problems.setdefault(problem.id, problem)
    sound = all(not report.is_truncated and (report.packets or 0) >= ENOUGH for report in found)
    ordered = tuple(problems[name] for name in PROBLEMS if name in problems)
    return Verdict(sound, tuple(found), ordered, _directions(found, bool(_BACK.search(text[:LONGEST]))))


def read(text: str) -> list[Report]:
    """The reports of the text in their order."""
    text = text[:LONGEST]
    is_cut_page = False
    if _PAGE.search(text):
        is_cut_page = text.lower().rfind("<table") > text.lower().rfind("</table")
        text = re.sub(r"</t[dh]>\s{0,20}(?=<t[dh])", "\t", text, flags=re.I)
        text = html.unescape(
            _TAG.sub(
                "", re.sub(r"</?tr>|<br\s?/?>|</?(?:p|div|h\d|pre|table)\b[^<>]{0,200}>", "\n", text, flags=re.I)
            )
        )
    dequoted = re.sub(r"(?m)^[ \t]*(?:>[ \t]?)+", "", text) if ">" in text else text
    reports: list[Report] = []
    taken: list[tuple[int, int]] = []
    if '"hubs"' in dequoted or "<MTR" in dequoted:
        for report, end in data.reports(dequoted):
            reports.append(report)
            taken.append((report.begin, end))
            if len(reports) == MOST:
                break
    scan = Scan()
    at = 0
    for line in dequoted.split("\n"):
        if not any(begin <= at < end for begin, end in taken):
            scan.read(line, at)
        elif scan.reports or taken:
            scan.close()
        at += len(line) + 1
        if len(scan.reports) == MOST:
            break
    scan.close()
    if is_cut_page and scan.reports:
        scan.reports[-1].is_truncated = True
    return sorted((*reports, *scan.reports), key=lambda each: each.begin)[:MOST]


def problems_of(report: Report) -> list[Problem]:
    """The problems of one report. Of one that is cut off nothing is said of the way to the end, which is not there."""
    found = []
    packets = report.packets
    if packets is None or packets < ENOUGH:
        if report.hops:
            found.append(Problem("too-few-packets", amount=packets))
    if report.is_truncated:
        return [*found, Problem("truncated", len(report.hops))]
    last = report.hops[-1]
    if not last.answers:
        return [*found, Problem("destination-unreachable", len(report.hops), report.target or "")]
    answering = [(number, hop) for number, hop in enumerate(report.hops, 1) if hop.answers]
    losing = _loss(answering)
    if losing is not None:
        number, hop = losing
        found.append(Problem("loss-to-end", number, hop.address or hop.host, last.loss))
    step = _step(answering)
    if step is not None:
        found.append(step)
    return found


def _loss(answering: Sequence[tuple[int, Hop]]) -> tuple[int, Hop] | None:
    """The first hop of those that lose up to the end."""
    begin = None
    for number, hop in reversed(answering):
        if hop.loss is None or round(hop.loss, 4) <= LOST:
            break
        begin = (number, hop)
    return begin


def _step(answering: Sequence[tuple[int, Hop]]) -> Problem | None:
    """The first rise of the average by STEP between two answering hops that no later hop takes back."""
    timed = [(number, hop, hop.average) for number, hop in answering if hop.average is not None]
    lowest_after = float("inf")
    found = None
    for index in range(len(timed) - 1, 0, -1):
        number, hop, average = timed[index]
        lowest_after = min(lowest_after, average)
        if round(lowest_after - timed[index - 1][2], 3) >= STEP:
            found = Problem("latency-step", number, hop.address or hop.host, average - timed[index - 1][2])
    return found


def _directions(reports: Sequence[Report], is_said: bool) -> str:
    for index, one in enumerate(reports):
        for other in reports[index + 1 :]:
            if _are_opposite(one, other, is_said):
                return "both"
    return "one"


def _are_opposite(one: Report, other: Report, is_said: bool) -> bool:
    ends = {each.asked or each.target for each in (one, other)}, {each.target for each in (one, other)}
    if any(len(each) == 1 and None not in each for each in ends):
        return False
    if one.source and other.source:
        return one.source != other.source
    return one.tool != other.tool or is_said or _met(one, other) or _met(other, one)


def _met(one: Report, other: Report) -> bool:
    """Whether the one ends near where the other begins: at an address of its first hops, or in their network."""
    end = one.target or ""
    near = end.rpartition(".")[0] if end.count(".") == 3 else end
    return bool(near) and any(hop.address and hop.address.startswith(near) for hop in other.hops[:3])
