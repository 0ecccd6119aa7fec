"""Waiting for documents to be done, with a worker or, where none answers, without."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator

from celery import current_app

from documents import jobs
from documents.models import Document

logger = logging.getLogger(__name__)
LOOK_SECONDS = 0.2
PATIENCE_SECONDS = 10
"""With nothing done for so long, see whether a worker is still there."""


def has_worker() -> bool:
    """Whether a live worker answers within a second."""
    return bool(current_app.control.ping(timeout=1.0, limit=1))


def until_done(ids: Iterable[int], say: Callable[[str], None]) -> Iterator[int]:
    """Give each document's id when its job has ended; do the work here where no worker answers, and say so."""
    waiting = set(ids)
    looked = time.monotonic() - PATIENCE_SECONDS
    here = False
    while waiting:
        finished = sorted(waiting.difference(Document.objects.in_work().values_list("pk", flat=True)))
        yield from finished
        waiting.difference_update(finished)
        if finished:
            looked = time.monotonic()
        elif not here and time.monotonic() - looked >= PATIENCE_SECONDS:
            looked = time.monotonic()
            here = not has_worker()
            if here:
                say("No worker answers: the documents are read and coded here.")
        elif here:
            _work_on(min(waiting))
        else:
            time.sleep(LOOK_SECONDS)


def _work_on(document_id: int) -> None:
    try:
        jobs.process(document_id)
    except Exception:
        # Counted on the row, which says what is wrong after the last attempt.
        logger.exception("document %s", document_id)
        time.sleep(LOOK_SECONDS)
