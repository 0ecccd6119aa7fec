"""Checking that history is as it was written: the log's chain, what is shown, quotes, texts, stored files.

The triggers of the database refuse every change of what was written; this finds what was changed
behind their back. Everything is read in a stream, so memory stays flat however long the history is.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import connection, transaction

from accounts.markings import ORDER
from documents.models import Document

FIRST_HASH = "0" * 64

CHAIN = """
SELECT c.sequence, c.marking, c.number_clear, c.number_green, c.number_amber, c.number_amber_strict,
       c.previous_hash, c.hash, change_digest(c) AS digest
FROM commitments_change c ORDER BY c.sequence
"""

UNLOGGED = """
SELECT 'claim ' || s.claim_id || ': shown since ' || s.known_from || ' without an entry in the log'
FROM commitments_standing s WHERE NOT EXISTS (SELECT 1 FROM commitments_change e WHERE e.at = s.known_from)
UNION ALL
SELECT 'claim ' || s.claim_id || ': shown until ' || s.known_until || ' without an entry in the log'
FROM commitments_standing s
WHERE s.known_until IS NOT NULL AND NOT EXISTS (SELECT 1 FROM commitments_change e WHERE e.at = s.known_until)
UNION ALL
SELECT 'response ' || s.response_id || ': shown since ' || s.known_from || ' without an entry in the log'
FROM commitments_showing s WHERE NOT EXISTS (SELECT 1 FROM commitments_change e WHERE e.at = s.known_from)
UNION ALL
SELECT 'claim ' || c.id || ': accepted, but not shown' FROM commitments_claim c
WHERE c.state = 'accepted'
  AND NOT EXISTS (SELECT 1 FROM commitments_standing s WHERE s.claim_id = c.id AND s.known_until IS NULL)
UNION ALL
SELECT 'claim ' || c.id || ': shown, but ' || c.state FROM commitments_claim c
JOIN commitments_standing s ON s.claim_id = c.id AND s.known_until IS NULL WHERE c.state <> 'accepted'
UNION ALL
SELECT 'claim ' || s.claim_id || ': shown as ' || s.marking || ', but its document is ' || d.marking
FROM commitments_standing s JOIN documents_document d ON d.id = s.document_id
WHERE s.known_until IS NULL AND s.marking <> d.marking
"""

QUOTES = """
SELECT c.id, c.document_id, c.start, c."end",
       c.quote = substr(d.text, c.start + 1, c."end" - c.start) AND (s.id IS NULL OR s.quote = c.quote) AS good
FROM commitments_claim c JOIN documents_document d ON d.id = c.document_id
LEFT JOIN commitments_standing s ON s.claim_id = c.id AND s.known_until IS NULL
WHERE c.state = 'accepted' ORDER BY c.id
"""

TEXTS = """
SELECT d.id, d.text_sha256 = encode(sha256(convert_to(d.text, 'UTF8')), 'hex') AS good
FROM documents_document d WHERE d.text <> '' ORDER BY d.id
"""


def faults(checked: Counter[str]) -> Iterator[str]:
    """One sentence for each fault, naming what is wrong; `checked` counts what was looked at."""
    with transaction.atomic():
        yield from _chain(checked)
        yield from (fault for (fault,) in _stream(UNLOGGED))
        yield from _quotes(checked)
        yield from _texts(checked)
    yield from _files(checked)


def _chain(checked: Counter[str]) -> Iterator[str]:
    """The entries in order: each follows the one before, and is what its hash says."""
    expected, previous, numbers = 1, FIRST_HASH, [1] * (len(ORDER) - 1)
    for sequence, marking, *shown, previous_hash, own_hash, digest in _stream(CHAIN):
        checked["entries"] += 1
        if sequence != expected:
            missing = f"{expected}" if sequence == expected + 1 else f"{expected} to {sequence - 1}"
            yield f"change log: missing: {missing}, before entry {sequence}"
        elif previous_hash != previous:
            yield f"change log, entry {sequence}: it does not follow from entry {sequence - 1}"
        if own_hash != digest:
            yield f"change log, entry {sequence}: it is not what its hash says; it was changed"
        for level, number in enumerate(shown):
            due = numbers[level] if level >= ORDER.index(marking) else None
            if number != due and sequence == expected:
                yield f"change log, entry {sequence}: its number for {ORDER[level]} is {number}, not {due}"
            numbers[level] = numbers[level] if number is None else number + 1
        expected, previous = sequence + 1, own_hash


def _quotes(checked: Counter[str]) -> Iterator[str]:
    for claim, document, start, end, good in _stream(QUOTES):
        checked["quotes"] += 1
        if not good:
            yield f"claim {claim}: its quote is not what document {document} has at {start} to {end}"


def _texts(checked: Counter[str]) -> Iterator[str]:
    for document, good in _stream(TEXTS):
        checked["texts"] += 1
        if not good:
            yield f"document {document}: its text is not the one that was read (SHA-256)"


def _files(checked: Counter[str]) -> Iterator[str]:
    for document, sha256, name in Document.objects.order_by("pk").values_list("pk", "sha256", "original").iterator():
        checked["files"] += 1
        try:
            with default_storage.open(name) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            yield f"document {document}: its file {name} cannot be read: {error.strerror or error}"
            continue
        if found != sha256:
            yield f"document {document}: its file {name} has another SHA-256 than was recorded"


def _stream(sql: str) -> Iterator[tuple]:  # type: ignore[type-arg]  # rows of several shapes
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(2000):
            yield from rows
