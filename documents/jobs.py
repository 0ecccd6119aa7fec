"""The job that carries a document from queued to read, and hands it to whoever codes it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from documents import readers
from documents.models import Document, sha256_of
from documents.signals import document_read

MAX_ATTEMPTS = 3
LOCK_SPACE = 7101
"""First key of the advisory locks on documents; any number that nothing else here uses."""


def process(document_id: int) -> None:
    """Read the document if it waits to be read, then have it coded. Safe to run twice, and after a crash half way.

    What cannot be read is a failure with its reason on the row, not an exception; anything else
    that goes wrong is tried again by the sweep, three times in all.
    """
    with _alone(document_id) as alone:
        if alone and (document := _begin(document_id)):
            _carry(document)


def _carry(document: Document) -> None:
    try:
        if not document.text:
            _read(document)
        with _timed(document, "coding"):
            document_read.send(sender=Document, document=document)
        Document.objects.filter(pk=document.pk).update(timings=document.timings)
    except readers.UnreadableError as error:
        _fail(document, str(error))
    except Exception as error:
        if document.attempts >= MAX_ATTEMPTS:
            _fail(document, f"{type(error).__name__}: {error}")
        raise


def finish(document: Document, state: Document.State, error: str = "") -> None:
    """Close the job: `coded`, or `not_coded` with the reason."""
    document.state, document.error, document.finished_at = state, error, timezone.now()
    document.save(update_fields=["state", "error", "finished_at", "timings", "language", "updated_at"])


@contextmanager
def _alone(document_id: int) -> Iterator[bool]:
    """Whether this worker has the document to itself.

    The lock is the database session's, so a worker that is killed gives it back with its connection.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, document_id])
        (alone,) = cursor.fetchone()
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, document_id])


def _begin(document_id: int) -> Document | None:
    document = Document.objects.filter(pk=document_id).first()
    if document is None or document.finished:
        return None
    document.state = Document.State.READ if document.text else Document.State.READING
    document.attempts += 1
    document.started_at = timezone.now()
    document.save(update_fields=["state", "attempts", "started_at", "updated_at"])
    return document


def _read(document: Document) -> None:
    with _timed(document, "reading"):
        with document.original.open("rb") as file:
            content = file.read()
        if sha256_of(content) != document.sha256:
            raise readers.UnreadableError("the stored file is damaged: its SHA-256 is not the one recorded")
        reading = readers.read(content, document.file_name)
    document.text = reading.text
    document.text_sha256 = sha256_of(reading.text.encode())
    document.page_starts = list(reading.page_starts)
    document.media_type = reading.media_type
    document.title = document.title or reading.title or document.file_name
    document.publisher = document.publisher or reading.publisher
    document.published_on = document.published_on or reading.published_on
    document.url = document.url or reading.url[:2000]
    document.state = Document.State.READ
    document.save()


def _fail(document: Document, error: str) -> None:
    finish(document, Document.State.FAILED, error.replace("\0", ""))


@contextmanager
def _timed(document: Document, step: str) -> Iterator[None]:
    started = time.perf_counter()
    try:
        yield
    finally:
        document.timings[step] = round(time.perf_counter() - started, 4)
