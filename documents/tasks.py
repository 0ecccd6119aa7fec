"""Celery tasks of documents: ids in, nothing out; all state is on the row."""

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone

from documents import jobs
from documents.models import Document
from documents.querysets import DocumentQuerySet

BATCH = 10_000


@shared_task
def process_document(document_id: int) -> None:
    """Carry one document from queued to coded."""
    jobs.process(document_id)


@shared_task
def sweep() -> None:
    """Send again what has not moved for STALE_JOB_SECONDS: its message or its worker was lost."""
    send_again(Document.objects.stale(settings.STALE_JOB_SECONDS))


def send_again(documents: DocumentQuerySet) -> None:
    """Send the jobs of these documents again, and note the time, so that a long queue is not sent over and over."""
    ids = list(documents.order_by("pk").values_list("pk", flat=True)[:BATCH])
    Document.objects.filter(pk__in=ids).update(updated_at=timezone.now())
    for document_id in ids:
        process_document.delay(document_id)


@worker_ready.connect
def send_unfinished(**_: object) -> None:
    """At a worker's start: whatever is unfinished may have been lost with the broker or the last worker."""
    send_again(Document.objects.in_work())
