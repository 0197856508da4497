"""Scores the parser against the set: `python -m evals.mail.score [--part check] [--failures] [--write FOLDER]`.

A check is one expectation of one letter. Besides its own, every letter is asked three things: an answer of the right
shape, an answer that can be stored, and HTML that neither runs nor calls home. Time is taken for each.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import difflib
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from evals.mail.letters import (
    charsets,
    disorder,
    files,
    html_quotes,
    limits,
    machines,
    mixed,
    plain_quotes,
    reports,
    signatures,
)
from evals.mail.letters.write import Letter
from otklik.channels.kinds.email.parse import parse

MODULES = (plain_quotes, html_quotes, signatures, charsets, files, disorder, reports, machines, mixed, limits)
SLOW = 2.0  # seconds
ALIKE = 0.95

Answer = dict[str, Any]
Check = tuple[str, bool, str]  # what was asked, whether it is so, what came instead


def letters(part: str = "all") -> Iterator[Letter]:
    """The letters of a part: `tune`, `check` or `all`."""
    for module in MODULES:
        for letter in module.letters():
            if part in ("all", letter.part):
                yield letter


def flat(value: Any) -> str:
    """One line, normal form, for comparing."""
    text = unicodedata.normalize("NFKC", str(value or "")).replace("\u200b", "").replace("\ufeff", "")
    return re.sub(r"\s+", " ", text).strip()


def bare(value: Any) -> str:
    """Letters and digits alone."""
    return re.sub(r"[\W_]+", "", flat(value)).casefold()


def alike(given: str, wanted: str) -> bool:
    """The same words, but for marks and white space; up to a twentieth may differ in a long text."""
    a, b = bare(given), bare(wanted)
    return a == b or (
        max(len(a), len(b)) > 40 and difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE
    )


def address(value: Any) -> str:
    """Small letters, the domain in Unicode."""
    local, at, domain = flat(value).strip("<>").casefold().rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("ascii").decode("idna")
    return local + at + domain


def box(answer: Answer, key: str) -> Answer:
    found: Answer = answer.get(key) or {}
    return found


def bounce_class(answer: Answer) -> str:
    report = box(answer, "bounce")
    return str(report.get("status") or {"failed": "5", "delayed": "4"}.get(str(report.get("action")), "?"))[:1]


def file_like(answer: Answer, wanted: Answer) -> bool:
    return any(
        flat(each["filename"]) == flat(wanted["filename"]) and all(each[key] == value for key, value in wanted.items() if key != "filename")
        for each in answer["attachments"]
    )  # fmt: skip


def moment(value: str | None) -> float | None:
    import datetime  # noqa: PLC0415

    return datetime.datetime.fromisoformat(value).timestamp() if value else None


# expectation → (what of the answer is looked at, whether it is as wanted)
QUESTIONS: dict[str, tuple[str, Callable[[Answer, Any], bool]]] = {
    "subject": ("subject", lambda a, w: flat(a["subject"]) == flat(w)),
    "from_address": ("from", lambda a, w: address(box(a, "from").get("address")) == address(w)),
    "from_name": ("from", lambda a, w: flat(box(a, "from").get("name")).replace('"', "") == w),
    "reply_to_address": ("reply_to", lambda a, w: address(box(a, "reply_to").get("address")) == w),
    "to_addresses": ("to", lambda a, w: sorted(address(e["address"]) for e in a["to"] if e["address"]) == sorted(w)),
    "cc_addresses": ("cc", lambda a, w: sorted(address(e["address"]) for e in a["cc"] if e["address"]) == sorted(w)),
    "to_first": ("to", lambda a, w: [e["address"] for e in a["to"]][:1] == [w]),
    "message_id": ("message_id", lambda a, w: a["message_id"] == w),
    "in_reply_to": ("in_reply_to", lambda a, w: a["in_reply_to"] == w),
    "references": ("references", lambda a, w: a["references"] == w),
    "date": ("date", lambda a, w: moment(a["date"]) == moment(w)),
    "language": ("language", lambda a, w: a["language"] in w),
    "text": ("text", lambda a, w: alike(a["text"], w)),
    "text_contains": ("text", lambda a, w: all(bare(e) in bare(a["text"]) for e in w)),
    "text_exact_contains": ("text", lambda a, w: all(flat(e) in flat(a["text"]) for e in w)),
    "text_not_contains": ("text", lambda a, w: not any(bare(e) in bare(a["text"]) for e in w)),
    "reply_text": ("reply_text", lambda a, w: any(alike(a["reply_text"], e) for e in w)),
    "reply_contains": ("reply_text", lambda a, w: all(bare(e) in bare(a["reply_text"]) for e in w)),
    "reply_not_contains": ("reply_text", lambda a, w: not any(bare(e) in bare(a["reply_text"]) for e in w if bare(e))),
    "html_null": ("html", lambda a, w: (a["html"] is None) == w),
    "html_contains": ("html", lambda a, w: all(e in (a["html"] or "") for e in w)),
    "html_not_match": ("html", lambda a, w: not any(re.search(e, a["html"] or "", re.I) for e in w)),
    "html_no_remote": ("html", lambda a, w: not re.search(r'\ssrc="(?:https?:)?//', a["html"] or "")),
    "attachments": ("attachments", lambda a, w: all(file_like(a, e) for e in w)),
    "attachments_named": ("attachments", lambda a, w: {flat(e) for e in w} <= {flat(e["filename"]) for e in a["attachments"]}),
    "attachments_count": ("attachments", lambda a, w: len(a["attachments"]) == w),
    "attachments_min": ("attachments", lambda a, w: len(a["attachments"]) >= w),
    "attachments_sizes": ("attachments", lambda a, w: set(w) <= {e["size"] for e in a["attachments"]}),
    "auto": ("auto", lambda a, w: a["auto"] in w),
    "auto_not": ("auto", lambda a, w: a["auto"] not in w),
    "bounce_null": ("bounce", lambda a, w: (a["bounce"] is None) == w),
    "bounce_recipient": ("bounce", lambda a, w: address(box(a, "bounce").get("recipient")) in {address(e) for e in w}),
    "bounce_status": ("bounce", lambda a, w: box(a, "bounce").get("status") in w),
    "bounce_class": ("bounce", lambda a, w: bounce_class(a) in w),
    "bounce_action": ("bounce", lambda a, w: box(a, "bounce").get("action") in w),
    "bounce_diag": ("bounce", lambda a, w: all(bare(e) in bare(box(a, "bounce").get("diagnostic")) for e in w)),
}  # fmt: skip
_KEYS = (
    "message_id",
    "in_reply_to",
    "references",
    "from",
    "reply_to",
    "to",
    "cc",
    "subject",
    "date",
    "text",
    "reply_text",
    "html",
    "attachments",
    "auto",
    "bounce",
    "language",
)
_HOSTILE = re.compile(r"<(?:script|iframe|object|embed|base|link|svg|math|form|meta|style)\b|\son\w+\s*=|(?:href|src)\s*=\s*[\"']?\s*(?:javascript|vbscript|file):|url\s*\(|<!--\[if", re.I)  # fmt: skip
_HEADER_LIKE = ("subject", "name", "address", "message_id", "in_reply_to", "filename", "content_type", "content_id")


def check(letter: Letter, answer: Answer) -> list[Check]:
    """Every question asked of one answer."""
    found: list[Check] = [
        ("shape", set(_KEYS) == set(answer) and isinstance(answer["text"], str), str(sorted(answer))),
        ("storable", _is_storable(answer), "NUL, a lone surrogate or a line break"),
        (
            "html_safe",
            not _HOSTILE.search(re.sub(r"data:image/[\w+]+;base64,[\w+/=]+", "", answer["html"] or "")[:500_000]),
            "hostile HTML",
        ),
    ]
    for key, wanted in letter.expect.items():
        if key == "shape":
            continue
        looked_at, is_right = QUESTIONS[key]
        found.append((key, is_right(answer, wanted), f"{answer[looked_at]!r:.300} instead of {wanted!r:.300}"))
    return found


def _is_storable(value: Any, name: str = "") -> bool:
    if isinstance(value, dict):
        return all(_is_storable(each, key) for key, each in value.items())
    if isinstance(value, list):
        return all(_is_storable(each, name) for each in value)
    if not isinstance(value, str):
        return True
    return not re.search("[\0\ud800-\udfff]" if name not in _HEADER_LIKE else "[\0\r\n\ud800-\udfff]", value)


def run(chosen: Iterable[Letter]) -> Iterator[tuple[Letter, list[Check], float]]:
    """Parse and ask; the time is of the parser alone, in seconds of the processor."""
    for letter in chosen:
        started = time.process_time()
        try:
            answer = parse(letter.raw).as_json()
        except Exception as error:  # noqa: BLE001 -- a crash is a result: every check of the letter is failed
            yield letter, [(key, False, f"crash: {error!r:.200}") for key in ("shape", *letter.expect)], 0.0
            continue
        took = time.process_time() - started
        yield letter, [*check(letter, answer), ("in time", took <= SLOW, f"{took:.2f} s")], took


def main() -> int:
    """0 when the share of checks passed is at least `--floor`."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--part", choices=("tune", "check", "all"), default="all")
    arguments.add_argument("--only", default="", help="ids that begin so")
    arguments.add_argument("--failures", action="store_true", help="show what failed")
    arguments.add_argument("--floor", type=float, default=0.0)
    arguments.add_argument("--write", type=Path, help="write ID.eml and ID.json here, for another scorer")
    given = arguments.parse_args()
    chosen = [each for each in letters(given.part) if each.id.startswith(given.only)]
    if given.write:
        write(chosen, given.write)
        return 0
    groups: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0])
    slowest = ("", 0.0)
    for letter, checks, took in run(chosen):
        slowest = max(slowest, (letter.id, took), key=lambda each: each[1])
        group = groups[letter.id.split("/")[0]]
        group[0] += 1
        for name, is_right, instead in checks:
            group[1] += is_right
            group[2] += 1
            if given.failures and not is_right:
                sys.stdout.write(f"{letter.id}\t{name}\t{instead}\n")
    sys.stdout.write(f"{'group':10} {'letters':>7} {'checks':>11} {'share':>7}\n")
    total = [sum(column) for column in zip(*groups.values(), strict=True)]
    for name, (count, right, asked) in [*groups.items(), ("all", total)]:
        sys.stdout.write(f"{name:10} {count:7} {right:5}/{asked:<5} {100 * right / asked:6.2f}%\n")
    sys.stdout.write(f"slowest: {slowest[0]}, {slowest[1]:.2f} s\n")
    return 0 if total[1] / total[2] >= given.floor else 1


def write(chosen: Iterable[Letter], folder: Path) -> None:
    """The letters and their labels as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for letter in chosen:
        name = letter.id.replace("/", "-")
        (folder / f"{name}.eml").write_bytes(letter.raw)
        (folder / f"{name}.json").write_text(
            json.dumps({"expect": letter.expect}, ensure_ascii=False), encoding="utf-8"
        )


if __name__ == "__main__":
    sys.exit(main())
