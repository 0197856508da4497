"""Finding tickets: word forms, prefixes, names with slips, filters; on SQLite and PostgreSQL alike."""
