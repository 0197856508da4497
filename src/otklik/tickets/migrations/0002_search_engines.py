"""Where the stems live: an FTS5 table on SQLite, a tsvector column with a GIN index on PostgreSQL."""

from django.db import migrations

SQLITE = [
    # Our stems are words already: nothing is folded, only white space parts them ('_' belongs to words).
    "CREATE VIRTUAL TABLE tickets_search_fts USING fts5(terms, tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
]
POSTGRESQL = [
    "ALTER TABLE tickets_searchdocument ADD COLUMN vector tsvector",
    # fastupdate off: a pending list makes every search slower until it is merged.
    "CREATE INDEX tickets_searchdocument_vector ON tickets_searchdocument USING gin (vector) WITH (fastupdate = off)",
]


def build(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE tickets_searchdocument DROP COLUMN vector")
    else:
        schema_editor.execute("DROP TABLE tickets_search_fts")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunPython(build, remove)]
