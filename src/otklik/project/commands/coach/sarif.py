"""Findings as SARIF 2.1.0, for code scanning and editors. Pure but for the version of ourselves."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from otklik.coach.reply import Catalogue, Finding, Rule
from otklik.project.commands.coach.judging import Judged

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def log(judged: Sequence[Judged], catalogue: Catalogue) -> dict[str, Any]:
    """One run: the rules that were asked, a result for each finding, a fix where the words to put instead are known."""
    ids = list(dict.fromkeys(rule.id for rule in catalogue.rules))
    driver = {
        "name": "otklik-coach", "version": version("otklik"), "semanticVersion": version("otklik"),
        "rules": [_rule(name, [rule for rule in catalogue.rules if rule.id == name]) for name in ids],
    }  # fmt: skip
    results = [_result(each, finding, ids) for each in judged for finding in each.findings]
    artifacts = [{"location": _location(path)} for path in dict.fromkeys(each.path for each in judged)]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "artifacts": artifacts, "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str, rules: list[Rule]) -> dict[str, Any]:
    """A rule in all its languages; the English words first where there are any."""
    ordered = sorted(rules, key=lambda rule: rule.lang != "en")
    first = ordered[0]
    return {
        "id": name,
        "shortDescription": {"text": " · ".join(dict.fromkeys(rule.title for rule in ordered))},
        "fullDescription": {"text": first.why},
        "help": {"text": "\n".join(f"{rule.lang}: {rule.title}. {rule.why}" for rule in ordered)},
        "defaultConfiguration": {"level": _level(first.severity)},
        "properties": {"tags": ["letter", *(rule.lang for rule in ordered)]},
    }


def _result(judged: Judged, finding: Finding, ids: list[str]) -> dict[str, Any]:
    begin, end, is_exact = judged.where(finding)
    region = {"startLine": begin[0], "startColumn": begin[1]}
    if is_exact:
        region |= {"endLine": end[0], "endColumn": end[1]}
    words = judged.written.letter.text[finding.start : finding.end] if finding.start is not None else ""
    mark = hashlib.sha256("\0".join((finding.rule, judged.written.title, words)).encode()).hexdigest()[:32]
    told = f"{finding.message} {finding.why}"
    result: dict[str, Any] = {
        "ruleId": finding.rule, "ruleIndex": ids.index(finding.rule), "level": _level(finding.severity),
        "message": {"text": told if not finding.suggestion or is_exact else f"{told} → {finding.suggestion}"},
        "locations": [{"physicalLocation": {"artifactLocation": _location(judged.path), "region": region}}],
        "partialFingerprints": {"letterWords/v1": mark},
    }  # fmt: skip
    if finding.suggestion and is_exact:
        replacement = {"deletedRegion": region, "insertedContent": {"text": finding.suggestion}}
        change = {"artifactLocation": _location(judged.path), "replacements": [replacement]}
        result["fixes"] = [{"description": {"text": finding.suggestion}, "artifactChanges": [change]}]
    return result


def _level(severity: str) -> str:
    return {"asks": "error", "hint": "note"}.get(severity, "warning")


def _location(path: str) -> dict[str, str]:
    """Relative to where we stand, as code scanning wants it; a file elsewhere by its whole address."""
    if path == "-":
        return {"uri": "stdin"}
    absolute = Path(path).absolute()
    if absolute.is_relative_to(Path.cwd()):
        return {"uri": quote(Path(os.path.relpath(absolute)).as_posix()), "uriBaseId": "%SRCROOT%"}
    return {"uri": absolute.as_uri()}
