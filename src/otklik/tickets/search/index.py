"""Keeping the search index in step, inside the transaction of the change itself: found at commit.

One document a message or note; each carries the ticket's subject and the people's names, so that words of the
subject and of the letter are found together. SQLite keeps the stems in an FTS5 table (rowid = document),
PostgreSQL in a tsvector column: the stems are ours on both, so that both find the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from otklik.people.models import Contact
from otklik.tickets.models import Message, NameGram, NameWord, Note, SearchDocument, Ticket
from otklik.tickets.search.words import normal, stems, words

MAX_TEXT = 100_000


def ticket(row: Ticket, *, requester: Contact) -> None:
    """Index all of a ticket again (its subject has changed) and make its requester's name known."""
    remember_name(requester.name)
    for document in SearchDocument.objects.filter(ticket=row).select_related("message__contact", "note"):
        _erase(document)
        _put(document, _terms(document, row))


def message(row: Message) -> None:
    """Index a message's new text."""
    if row.contact is not None and row.direction == "in":
        remember_name(row.contact.name)
    document = SearchDocument(ticket=row.ticket, message=row)
    _add(document, _terms(document, row.ticket))


def note(row: Note) -> None:
    """Index a note's text."""
    document = SearchDocument(ticket=row.ticket, note=row)
    _add(document, _terms(document, row.ticket))


def forget_message(row: Message) -> None:
    """Take a message out of the index."""
    for document in SearchDocument.objects.filter(message=row).select_related("message__contact", "ticket"):
        _erase(document)
        document.delete()


def remember_name(name: str) -> None:
    """Let the words of a person's name be found with slips: their three-letter pieces are kept."""
    said = {match.group() for match in words(normal(name)) if 3 <= len(match.group()) <= 40}
    known = set(NameWord.objects.filter(word__in=said).values_list("word", flat=True)) if said else set()
    new = _add_words(sorted(said - known)) if said - known else []
    if new:
        NameGram.objects.bulk_create([NameGram(gram=gram, word_id=pk) for pk, word in new for gram in grams(word)])


def _add_words(said: list[str]) -> list[tuple[int, str]]:
    """The rows that we have added, not those that another process was first with: the pieces of a word are added once."""
    places = ", ".join(["(%s)"] * len(said))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO tickets_nameword (word) VALUES {places} ON CONFLICT DO NOTHING RETURNING id, word",  # noqa: S608 -- %s only
            said,
        )
        return list(cursor.fetchall())


def grams(word: str) -> set[str]:
    """The three-letter pieces of a word with its ends marked."""
    padded = f" {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def text_of(document: SearchDocument) -> str:
    """What the document's own text is, without subject and names."""
    if document.message is not None:
        return (document.message.reply_text or document.message.text)[:MAX_TEXT]
    return document.note.text[:MAX_TEXT] if document.note is not None else ""


def _terms(document: SearchDocument, row: Ticket) -> list[str]:
    parts = [row.subject, row.requester.name]
    if document.message is not None:
        parts.append(document.message.sender)
        if document.message.contact is not None and document.message.contact_id != row.requester_id:
            parts.append(document.message.contact.name)
    # The text comes first: its words may not be pushed out by the limit on words.
    return stems(" \n ".join([text_of(document), *parts]))


def _add(document: SearchDocument, terms: list[str]) -> None:
    """A new document with its stems."""
    if connection.vendor != "postgresql":
        document.save(force_insert=True)
        _put(document, terms)
        return
    with connection.cursor() as cursor:  # in one statement: an update would write the row and its index twice
        cursor.execute(
            "INSERT INTO tickets_searchdocument (ticket_id, message_id, note_id, vector) VALUES (%s, %s, %s, %s::tsvector)",
            [document.ticket_id, document.message_id, document.note_id, _vector(terms)],
        )


def _put(document: SearchDocument, terms: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE tickets_searchdocument SET vector = %s::tsvector WHERE id = %s", [_vector(terms), document.pk]
            )
        else:
            cursor.execute(
                "INSERT INTO tickets_search_fts(rowid, terms) VALUES (%s, %s)", [document.pk, " ".join(terms)]
            )


def _erase(document: SearchDocument) -> None:
    if connection.vendor == "postgresql":
        return  # the vector goes with its row, or is overwritten
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tickets_search_fts WHERE rowid = %s", [document.pk])


def _vector(terms: Iterable[str]) -> str:
    """A tsvector literal with positions; our stems hold no quotes or backslashes."""
    places: dict[str, list[int]] = {}
    for position, term in enumerate(terms, start=1):
        found = places.setdefault(term, [])
        if len(found) < 255:  # PostgreSQL keeps no more positions of one word
            found.append(position)
    return " ".join(f"'{term}':{','.join(map(str, found))}" for term, found in places.items())
