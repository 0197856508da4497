"""Reports printed for people: mtr's own table, its screen, WinMTR's, exports to CSV and HTML, as mail leaves them (quoted, wrapped, cut off).

The lines are read one by one; a report is open from its head, or its first hop, until another begins. A hop whose numbers are not all
there waits for the next line, as a wrapped line goes on there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from otklik.coach.request.mtr import columns, command
from otklik.coach.request.mtr.columns import number
from otklik.coach.request.mtr.model import Hop, Report, hop_of

_HOP = re.compile(r"(\d{1,3})(?:\.?\s*(\|\s?[-–—]{1,2})\s*|\.(?=\s)\s*)(.*)")
_FURTHER = re.compile(r"[|`\s]*\|\s?[-–—]{1,2}|[|`]")
_NAMED_HEAD = re.compile(r"(?:HOST|Host):?\s+(.*)")
_SCREEN = re.compile(r"(\S{1,255})(?:\s+\([^)\s]{0,64}\))?\s+->\s+(\S{1,255})")
_ROW = re.compile(r"\|?\s*(\S.{0,250}?)\s+-\s+(\d{1,3})\s*\|(.*)")
_FOOT = re.compile(r"\|_{3,}|_{6,}\|")
_CUT = re.compile(
    r"[\[(<]?\s*(?:\.{2,}|…|--\s?More\s?--|обрез\w*|cut(?: off)?|snip|skipped|truncated)[\s.…]*[\])>]?", re.I
)
_VERSION = re.compile(r"\"?MTR\.\d")
_STRAY = str.maketrans(
    {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u200b": None, "\ufeff": None, "│": "|", "`": "`"}
)


class Scan:
    """Reads lines; `reports` are those found. The tables of one text are read by one Scan."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self._open: Report | None = None
        self._columns: tuple[str, ...] = ()
        self._kind = ""  # screen, report, winmtr, table, values
        self._number = 0
        self._is_near = False  # nothing but the report's own lines since its last
        self._waiting: tuple[int, str] | None = None
        self._asked: tuple[str, tuple[str, ...]] | None = None
        self._source: str | None = None
        self._dst: str | None = None
        self._first = 1

    def read(self, line: str, begin: int) -> None:
        """One line more, which begins at that place of the text."""
        line = line.translate(_STRAY).lstrip("> \t*").rstrip(" \t*\r")
        if not line:
            return
        if self._waiting is not None and self._goes_on(line):
            return
        if not (self._head(line, begin) or self._hop(line, begin) or self._values(line, begin) or self._edge(line)):
            self._prose(line)

    def close(self) -> None:
        """The report that is open is over."""
        report, self._open = self._open, None
        if report is None:
            return
        if self._waiting is not None:
            report.is_truncated = True
            self._waiting = None
        if not report.hops and not report.is_truncated:
            report.is_truncated = True
        if self._kind == "winmtr":
            report.is_truncated = True  # its foot would have closed it
        if self._kind in ("report", "screen") and _is_short(report):
            report.is_truncated = True
        self.reports.append(report)

    # --- what a line may be

    def _head(self, line: str, begin: int) -> bool:
        words = line.split()
        named = _NAMED_HEAD.match(line)
        source = None
        found: tuple[str, ...] = ()
        if "Snt" in words or "Loss%" in words:
            rest = (named[1] if named else line).split()
            first = next((i for i, word in enumerate(rest) if columns.of_header([word])), len(rest))
            found = columns.of_header(rest[first:])
            source = " ".join(rest[:first]) if named and line.startswith("HOST") else None
        if found and "MTR" not in line.split(",")[0].upper():
            if self._open is not None and not self._open.hops and self._kind == "screen-head":
                self._columns, self._kind = found, "screen"
                return True
            self._begin("mtr", begin, "report" if line.startswith("HOST") else "screen", found)
            if self._open is not None and source:
                self._open.source = source
            return True
        if self._open is not None and not self._open.hops and self._waiting is None and self._is_near:
            more = columns.of_header(words)
            if more:  # the head was wrapped
                self._columns += more
                return True
        cells = _cells(line)
        table = columns.of_table(cells) if len(cells) > 3 else ()
        if not table and "|" in line and "Sent" in line and "Host" in line:
            table = ("host", *columns.WINMTR)
        if not table and {"%", "Sent", "Recv"} <= set(words):
            table = columns.of_table(words)
        if table:
            is_mtr = (
                "version" in table
                or "sent" in [each.lower() for each in cells if each.lower() == "snt"]
                or "Snt" in words
                or "Snt" in cells
            )
            self._begin("mtr" if is_mtr else "winmtr", begin, "winmtr" if "|" in line else "table", table)
            return True
        if re.match(r"HOST: \S+", line) and not found:
            self._begin("mtr", begin, "report", ())
            if self._open is not None:
                self._open.source = line[5:].split()[0]
            return True
        if re.match(r"Start(?:ed)?:\s*\S*\d", line):
            self.close()
            return True
        screen = _SCREEN.search(line) if "->" in line else None
        if screen:
            self.close()
            self._source, self._dst = screen[1], screen[2].strip("()")
            return True
        return False

    def _hop(self, line: str, begin: int) -> bool:
        row = _ROW.match(line) if "|" in line else None
        if row and not re.match(r"\d{1,3}\.?\s?\|-", line) and self._kind == "winmtr" and self._open is not None:
            return self._take(0, f"{row[1]} {row[2]} {row[3].replace('|', ' ')}")
        found = _HOP.match(line) if line[0].isdigit() else None
        if found is None:
            return False
        at, mark, rest = int(found[1]), found[2], found[3]
        if "MPLS" in rest or not 0 < at < 256:
            return False
        words = rest.split()
        is_marked = bool(mark)
        numbers = _tail(words)
        if not is_marked and not (self._open and self._is_near and self._kind in ("report", "screen")):
            if not (numbers >= 5 and any(word.endswith("%") for word in words)):
                return False
        if self._open is None or (at <= self._number and self._open.hops):
            if not is_marked and numbers < 5:
                return False
            kept = self._columns if self._open is not None else ()
            self._begin("mtr", begin, "report", kept)
        if not self._columns and self._open is not None:
            self._columns = (self._asked[1] if self._asked else ()) or columns.USUAL
        if self._open is not None and not self._open.hops and self._waiting is None and at > 1 and self._first == 1:
            self._open.is_truncated = True
        if self._waiting is not None or (self._number and at > self._number + 1):
            if self._open is not None:
                self._open.is_truncated = True
            self._waiting = None
        self._number = at
        return self._take(at, rest)

    def _take(self, at: int, rest: str) -> bool:
        """A hop's words and numbers: into the report if they are all there, else they wait for the next line."""
        self._is_near = True
        hop = self._read_hop(rest)
        if hop is None:
            self._waiting = (at, rest)
        else:
            self._waiting = None
            if self._open is not None:
                self._open.hops.append(hop)
        return True

    def _read_hop(self, rest: str) -> Hop | None:
        words = rest.split()
        names = [each for each in self._columns if each != "host"] or list(columns.USUAL)
        numbers = min(_tail(words), len(names))
        if numbers < len(names):
            if (
                self._kind == "screen"
                and not numbers
                and (rest.strip() in ("???", "(???)") or rest.startswith("(waiting"))
            ):
                return hop_of(["???"], 100.0, None, None)
            return None
        values = dict(zip(names, (number(word) for word in words[-len(names) :]), strict=True))
        host = words[: -len(names)]
        if not host:
            return None
        sent, loss = values.get("sent"), values.get("loss")
        received = values.get("received")
        if sent and received is not None and received <= sent:
            loss = 100 * (1 - received / sent)
        return hop_of(host, loss, None if sent is None else int(sent), values.get("avg"))

    def _goes_on(self, line: str) -> bool:
        """Whether the line is the rest of the hop that waits."""
        if self._waiting is None:
            return False
        at, rest = self._waiting
        if _HOP.match(line) and not (
            number(line.split()[0]) is not None and _tail(line.split()) == len(line.split())
        ):
            return False
        if _FOOT.search(line) or "MPLS" in line:
            return False
        if self._kind == "winmtr":
            more = line.replace("|", " ").replace(" - ", " ").removeprefix("- ")
            if _ROW.match(line) and _tail(rest.split()):
                self._waiting = None
                if self._open is not None:
                    self._open.is_truncated = True
                return False
        else:
            more = line
        words = more.split()
        have = _tail(rest.split())
        fits = words and (
            _tail(words) == len(words) or (not have and _tail(words) > 0 and len(words) - _tail(words) <= 3)
        )
        if not fits or len(words) > 16:
            return False
        return self._take(at, f"{rest} {more}")

    def _values(self, line: str, begin: int) -> bool:
        """A row of a table: CSV of mtr or WinMTR, cells of an HTML table."""
        is_own = bool(_VERSION.match(line))
        if is_own and (self._open is None or self._kind != "table"):
            guessed = (
                "version",
                "start",
                "status",
                "host",
                "number",
                "ip",
                "loss",
                "sent",
                "",
                "last",
                "avg",
                "best",
                "worst",
                "stdev",
            )
            self._begin("mtr", begin, "table", guessed)
        if self._open is None or self._kind != "table":
            return False
        cells = _cells(line)
        names = self._columns
        if is_own and "number" not in names:
            names = (*names[:4], "number", *names[4:])
        if len(cells) < len(names) - (not names[-1]) and not is_own:
            words = line.split()
            if _tail(words) < 5:
                return False
            wide = [each for each in names if each not in ("host", "")]
            cells = [" ".join(words[: -len(wide)]), *words[-len(wide) :]] if "number" not in wide else words
        if is_own and self._open.hops and len(cells) > 4 and self._open.asked not in (None, cells[3]):
            self._begin("mtr", begin, "table", self._columns)
        if is_own and "asn" not in names and len(cells) > 6 and cells[6].startswith("AS"):
            names = (*names[:6], "asn", *names[6:])
        # some versions name an empty column that their rows have not
        if is_own and "" in names and len(cells) < len([each for each in names if each]) + 1:
            names = tuple(each for each in names if each)
        row = dict(zip(names, cells, strict=False))
        if len(cells) < len(names) - (names[-1] == "") or (row.get("loss") or "").strip(" %") == "":
            return self._cut_row(is_own, cells)
        loss, sent, average = (number(row.get(name, "").strip()) for name in ("loss", "sent", "avg"))
        host = row.get("ip") or row.get("host") or ""
        if loss is None or sent is None:
            return self._cut_row(is_own, cells)
        if is_own:
            self._open.asked = row.get("host") or self._open.asked
            at = number(row.get("number", ""))
            if at is not None:
                if self._open.hops and at == 1 and self._number > 1:
                    self._begin("mtr", begin, "table", self._columns)
                    self._open.asked = row.get("host")
                if self._number and at > self._number + 1:
                    self._open.is_truncated = True
                if self._number and at == self._number:
                    return True  # another address of the same hop
                self._number = int(at)
        received = number(row.get("received", ""))
        if sent and received is not None and received <= sent:
            loss = 100 * (1 - received / sent)
        self._open.hops.append(hop_of(host.split(), loss, int(sent), average))
        self._is_near = True
        return True

    def _cut_row(self, is_own: bool, cells: Sequence[str]) -> bool:
        if self._open is not None and (is_own or (self._is_near and len(cells) > 2)):
            self._open.is_truncated = True
            return True
        return False

    def _edge(self, line: str) -> bool:
        """The lines around hops: a foot, a rule, labels, a further address of a hop."""
        if self._open is None:
            return bool(_FURTHER.match(line))
        if self._kind == "winmtr" and _FOOT.search(line):
            if self._waiting is not None:
                self._open.is_truncated = True
                self._waiting = None
            self._kind = "winmtr-whole"
            self.close()
            return True
        if "MPLS" in line or _FURTHER.match(line) or not line.strip("|-_=+ "):
            return True
        if _CUT.fullmatch(line) and (self._open.hops or self._waiting):
            self._open.is_truncated = True
            return True
        return self._open is not None and self._is_near and len(line.split()) <= 2 and bool(_is_address_only(line))

    def _prose(self, line: str) -> None:
        asked = command.read(line)
        if asked:
            if self._open is not None and (self._open.hops or self._waiting):
                self.close()
            self._asked = asked
            self._first = 2 if re.search(r"\s-f|--first-ttl", line) else 1
        if self._open is not None and (self._open.hops or self._waiting) and not line.startswith(("Keys:", "WinMTR")):
            self._is_near = False
            if self._waiting is not None:
                self._open.is_truncated = True
                self._waiting = None

    def _begin(self, tool: str, begin: int, kind: str, names: tuple[str, ...]) -> None:
        self.close()
        report = Report(
            tool, begin, asked=self._dst or (self._asked[0] if self._asked else None), source=self._source
        )
        if tool == "winmtr":
            report.asked = None
        self._open, self._kind, self._columns, self._number, self._is_near = report, kind, names, 0, True
        self._asked, self._source, self._dst = None if report.asked else self._asked, None, None


def _tail(words: Sequence[str]) -> int:
    """How many of the last words are numbers."""
    count = 0
    for word in reversed(words):
        if number(word) is None:
            break
        count += 1
    return count


def _cells(line: str) -> list[str]:
    """The cells of a row of CSV or of a table; [] if it is none."""
    separator = max("\t;,", key=line.count)
    if line.count(separator) < 3 or len(line) > 2000:
        return []
    return [cell.strip(' "') for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])]


def _is_address_only(line: str) -> bool:
    words = line.split()
    return bool(words) and hop_of(words, None, None, None).address is not None


def _is_short(report: Report) -> bool:
    """Whether the report ends before the address that it was asked for: then its end has been left out."""
    last = report.hops[-1] if report.hops else None
    asked = hop_of([report.asked], None, None, None).address if report.asked else None
    return bool(
        last
        and last.answers
        and last.address
        and asked
        and last.address != asked
        and ("." in asked) == ("." in last.address)
    )
