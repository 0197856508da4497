"""What exactly to run when a report will not do: for the customer's own system, with the address that they wrote. Pure."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from otklik.coach.request.mtr.judge import Verdict, judge
from otklik.coach.request.mtr.model import Report
from otklik.coach.request.mtr.words import told

TRACERT, TRACEROUTE, PATHPING, PING = "tracert", "traceroute", "pathping", "ping"
WEAK = ("too-few-packets", "truncated", "not-mtr")  # problems of the report itself, not of the way
LONGEST = 60_000
_OTHER: tuple[tuple[str, re.Pattern[str]], ...] = (
    (TRACERT, re.compile(r"(?im)^.{0,20}(?:трассировка маршрута к|tracing route to)\s+(\S+)(?:\s+\[([\d.:a-f]+)\])?|^.{0,40}[>$]\s*tracert(?:\.exe)?\s+(?:-\S+\s+)*(\S+)")),
    (PATHPING, re.compile(r"(?im)^.{0,40}[>$]\s*pathping\s+(?:-\S+\s+)*(\S+)")),
    (TRACEROUTE, re.compile(r"(?im)^.{0,20}traceroute6? to\s+(\S+?),?(?:\s+\(([\d.:a-f]+)\))?[\s,]|^.{0,60}[$#]\s*(?:sudo )?traceroute6?\s+(?:-\S+\s+)*(\S+)")),
    (PING, re.compile(r"(?im)^.{0,20}(?:обмен пакетами с|pinging|ping)\s+(\S+)\s+[\[(]([\d.:a-f]+)[\])]")),
)  # fmt: skip
_HOPS = re.compile(r"(?m)^[> ]*\d{1,2}\s+(?:<?\d+(?:[.,]\d+)?\s*(?:ms|мс)|\*)", re.I)
_WINDOWS = re.compile(
    r"\bwin(?:dows|mtr)\b|\bвинд\w+|\btracert\b|\bpathping\b|[a-z]:\\|трассировка маршрута|\bcmd\b", re.I
)
_MAC = re.compile(r"\bmac ?os\b|\bmacbook\w*|\bмакбук\w*|\bmac os x\b|\bимак\b|\bimac\b|\bbrew\b", re.I)
_LINUX = re.compile(
    r"\b(?:linux|линукс\w*|ubuntu|убунт\w+|debian|дебиан\w*|centos|fedora|alma|arch|mint)\b|[$#] (?:sudo )?(?:mtr|traceroute)\b",
    re.I,
)


@dataclass(frozen=True)
class Other:
    """The print of a tool that is no mtr, and the address it was asked for ("" if it is not said)."""

    tool: str
    target: str


def other(text: str) -> Other | None:
    """What was sent instead of a report of mtr."""
    text = text[:LONGEST]
    for tool, expression in _OTHER:
        if match := expression.search(text):
            said = [each for each in match.groups() if each]
            return Other(tool, said[-1].strip("[](),") if said else "")
    return Other(TRACEROUTE, "") if len(_HOPS.findall(text)) > 2 else None


def system(text: str) -> str:
    """windows, mac, linux, or "" when the customer says nothing of it."""
    text = text[:LONGEST]
    return next(
        (name for name, each in (("windows", _WINDOWS), ("mac", _MAC), ("linux", _LINUX)) if each.search(text)), ""
    )


def target(text: str, verdict: Verdict, *, but: frozenset[str] = frozenset()) -> str:
    """The address that a new report should go to: of their report, of what they sent instead, else the one address in the text
    that is not among `but` (their own); "" when there is none."""
    reports = [each for each in verdict.reports if (each.asked or each.target) not in but]
    if reports:
        return _asked(reports[0])
    instead = other(text)
    if instead and instead.target and instead.target not in but:
        return instead.target
    found = dict.fromkeys(re.findall(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)", text[:LONGEST]))
    usable = [each for each in found if _is_public(each) and each not in but]
    return usable[0] if usable else ""


def steps(system_name: str, to: str, lang: str) -> str:
    """How to make the report from the customer's computer. `system_name` as `system` says it, `to` an address or ""."""
    if lang == "ru":
        unix = f"Наберите в терминале «mtr -rwc 1000 {to or 'АДРЕС_СЕРВЕРА'}» и пришлите всё, что появится."
        brew = " Если такой команды нет, её поставит «brew install mtr»."
        windows = (
            f"Скачайте WinMTR (https://sourceforge.net/projects/winmtr/), впишите {to or 'адрес сервера'}, нажмите Start. "
            "Когда в столбце Sent будет 1000, нажмите Export TEXT и пришлите файл."
        )
        both = f"На Windows: {windows[0].lower()}{windows[1:]} На Mac и любых других: {unix[0].lower()}{unix[1:]}"
    else:
        unix = f"Type “mtr -rwc 1000 {to or 'SERVER_ADDRESS'}” in a terminal and send me all it prints."
        brew = " If there's no such command, “brew install mtr” adds it."
        windows = (
            f"Get WinMTR (https://sourceforge.net/projects/winmtr/), type {to or 'the server address'}, press Start. "
            "When the Sent column says 1000, press Export TEXT and send me the file."
        )
        both = f"On Windows: {windows[0].lower()}{windows[1:]} On a Mac or anything else: {unix[0].lower()}{unix[1:]}"
    return {"windows": windows, "linux": unix, "mac": unix + brew}.get(system_name, both)


def steps_back(to: str, lang: str) -> str:
    """How to make the report from the server to the customer; `to` is their own address or ""."""
    if lang == "ru":
        where = to or "ВАШ_АДРЕС"
        find = "" if to else " Ваш адрес покажет https://2ip.ru."
        return f"Наберите на сервере «mtr -rwc 1000 {where}» и пришлите всё, что появится.{find}"
    find = "" if to else " https://ifconfig.me shows your address."
    return f"Type “mtr -rwc 1000 {to or 'YOUR_ADDRESS'}” on the server and send me all it prints.{find}"


def why(text: str, lang: str) -> str:
    """Why what they sent will not do, "" when nothing was sent or it does."""
    verdict = judge(text)
    weak = tuple(each for each in verdict.problems if each.id in WEAK)
    if not verdict.reports and other(text) is None:
        return ""
    return " ".join(told(Verdict(False, (), weak, "both"), lang)) if weak else ""


def _asked(report: Report) -> str:
    return report.asked or report.target or ""


def _is_public(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return not (found.is_loopback or found.is_unspecified or found.is_multicast or found.is_link_local)
