"""How far a batch of imports is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from documents.models import Document, ImportBatch, ImportItem


@dataclass(frozen=True)
class Progress:
    """Counts of a batch; `per_minute` is what was done a minute since it began."""

    total: int
    done: int
    failed: int
    duplicates: int
    per_minute: float

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.done == self.total


def progress_of(batch: ImportBatch, items: Sequence[ImportItem]) -> Progress:
    """The counts of these items. An item is done when it was refused or its document's job has ended, well or badly."""
    done = [item for item in items if item.error or (item.document and item.document.finished)]
    worked = [item.document for item in done if item.document and not item.duplicate]
    finished = len(done) == len(items)
    ends = [document.finished_at for document in worked if document.finished_at]
    until = max(ends) if finished and ends else timezone.now()
    minutes = max((until - batch.created_at).total_seconds(), 1) / 60
    return Progress(
        total=len(items),
        done=len(done),
        failed=sum(bool(item.error) or item.state == Document.State.FAILED for item in done),
        duplicates=sum(item.duplicate for item in items),
        per_minute=len(worked) / minutes,
    )
