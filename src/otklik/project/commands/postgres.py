"""A PostgreSQL database as files and back: one snapshot, COPY of every table, no program but the driver."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

MANIFEST = "manifest.json"
BLOCK = 1 << 20


def dump(folder: Path) -> None:
    """All tables as they were at one moment, whatever is written meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = _columns(cursor)
        for table, columns in tables.items():
            with (
                (folder / f"{table}.copy").open("wb") as out,
                cursor.copy(_copy(table, columns, "TO STDOUT")) as rows,
            ):
                for block in rows:
                    out.write(block)
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        manifest = {"tables": tables, "migrations": cursor.fetchall()}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False))


def load(folder: Path) -> str:
    """Into an empty database: the schema as it was then, the rows, and the schema of today. Why it could not, or ""."""
    with connection.cursor() as cursor:
        if _columns(cursor):
            return "the database has tables already; name an empty one in OTKLIK_DATABASE_URL, nothing was changed"
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    known = set(MigrationExecutor(connection).loader.graph.nodes)
    done = {(app, name) for app, name in manifest["migrations"]}
    if not done <= known:
        return "the backup was made by a newer Otklik; update this one first, nothing was changed"
    with transaction.atomic():
        executor = MigrationExecutor(connection)
        executor.migrate(_newest(executor, done))
        with connection.cursor() as cursor:
            present = [table for table in _columns(cursor) if table != "django_migrations"]
            cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, present))))
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # tables come in the order of their names
            for table, columns in manifest["tables"].items():
                if table != "django_migrations":
                    _fill(cursor, folder / f"{table}.copy", table, columns)
            _set_sequences(cursor)
    call_command("migrate", interactive=False, verbosity=0)
    return ""


def _newest(executor: MigrationExecutor, done: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The last of each app's migrations among `done`."""
    graph = executor.loader.graph
    return [
        node
        for node in sorted(done)
        if not any(child.key[0] == node[0] and child.key in done for child in graph.node_map[node].children)
    ]


def _fill(cursor: Any, file: Path, table: str, columns: list[str]) -> None:
    with file.open("rb") as rows, cursor.copy(_copy(table, columns, "FROM STDIN")) as copy:
        while block := rows.read(BLOCK):
            copy.write(block)


def _copy(table: str, columns: list[str], way: str) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) ").format(sql.Identifier(table), names) + sql.SQL(way)


def _columns(cursor: Any) -> dict[str, list[str]]:
    """The columns of every table of ours that are not computed by the database itself."""
    cursor.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t"
        " USING (table_schema, table_name) WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
        " AND c.is_generated = 'NEVER' ORDER BY c.table_name, c.ordinal_position"
    )
    found: dict[str, list[str]] = {}
    for table, column in cursor.fetchall():
        found.setdefault(table, []).append(column)
    return found


def _set_sequences(cursor: Any) -> None:
    """New rows get numbers behind the restored ones."""
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and meta.pk is not None and meta.pk.get_internal_type() in ("AutoField", "BigAutoField"):
            table, column = meta.db_table, str(meta.pk.column)
            cursor.execute(
                sql.SQL(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), coalesce((SELECT max({}) FROM {}), 0) + 1, false)"
                ).format(sql.Identifier(column), sql.Identifier(table)),
                [table, column],
            )
