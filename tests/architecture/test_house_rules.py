"""What an import contract cannot see: who writes, where keys point, how large files grow, which words are banned."""

import ast
import re
from pathlib import Path

import django.apps

SOURCE = Path(__file__).parents[2] / "src" / "otklik"
MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
LAYERS = [
    "kit",
    "coach",
    "people services channels",
    "rulebook",
    "tickets",
    "triage",
    "intake outbound",
    "insight",
    "api desk demo",
    "project",
]
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete"}
# The index is written inside the actions that call it; jobs.claim is the one claim that all workers share.
WRITERS = re.compile(r"/actions(\.py$|/)|/tickets/search/index\.py$|/kit/jobs\.py$|/kit/blobs\.py$")


def test_only_actions_write_to_the_database():
    found = []
    for path in MODULES:
        if WRITERS.search(str(path)):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name, target = node.func.attr, ast.unparse(node.func.value)
                is_manager = ".objects" in target or target.endswith("_set")
                if name in WRITES and (is_manager or name == "save") and "storage" not in target:
                    found.append(f"{path.relative_to(SOURCE)}:{node.lineno} {target}.{name}")
                if name == "update" and (".filter(" in target or is_manager):
                    found.append(f"{path.relative_to(SOURCE)}:{node.lineno} {target}.{name}")
    assert found == []


def test_foreign_keys_point_to_the_same_or_a_lower_layer():
    level = {room: height for height, rooms in enumerate(LAYERS) for room in rooms.split()}
    found = []
    for model in django.apps.apps.get_models():
        if not model.__module__.startswith("otklik."):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or target is None or not target.__module__.startswith("otklik."):
                continue
            if level[target.__module__.split(".")[1]] > level[model.__module__.split(".")[1]]:
                found.append(f"{model.__name__}.{field.name}")
    assert found == []


def test_files_stay_small_enough_to_read():
    assert [str(path.relative_to(SOURCE)) for path in MODULES if len(path.read_text().splitlines()) > 420] == []


def test_no_room_is_a_junk_drawer():
    banned = {"utils", "helpers", "common", "misc", "managers", "signals"}
    assert [str(path.relative_to(SOURCE)) for path in MODULES if path.stem in banned] == []


def test_every_exception_to_a_rule_carries_its_reason():
    bare = re.compile(r"#\s*noqa(?::\s*[A-Z0-9, ]+)?\s*$|#\s*type:\s*ignore(\[[^\]]*\])?\s*$", re.M)
    assert [str(path.relative_to(SOURCE)) for path in MODULES if bare.search(path.read_text())] == []
