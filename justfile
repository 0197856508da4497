# `just ci` is all that continuous integration runs.
python := ".venv/bin/python"

# set up, start the demo
demo *words:
    bin/demo {{words}}

fmt:
    .venv/bin/ruff format
    .venv/bin/ruff check --fix

lint:
    .venv/bin/ruff format --check
    .venv/bin/ruff check
    .venv/bin/lint-imports --no-cache

types:
    .venv/bin/mypy

migrations:
    OTKLIK_DATA=$(mktemp -d) DJANGO_SETTINGS_MODULE=otklik.project.settings {{python}} -m django makemigrations --check --dry-run

# what is generated in the documents
docs:
    {{python}} -m otklik coach rules --into docs/coach.md

# the quick part: no servers, no browser
test-fast *words:
    {{python}} -m pytest -m "not peers" {{words}}

test *words:
    {{python}} -m pytest {{words}}

# what depends on the database, once more on PostgreSQL
test-postgres *words:
    OTKLIK_TEST_DATABASE=postgres {{python}} -m pytest -m "not peers" {{words}}

ci: lint types migrations test-postgres test
