"""The job that fetches a link of an import batch. Until it has been there, the item is all that there is."""

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from documents.importing import import_link
from documents.intake import Intake, Particulars, RefusedError
from documents.models import ImportBatch, ImportItem
from documents.querysets import ItemQuerySet


@shared_task
def fetch_link(item_id: int) -> None:
    """Fetch an item's link and take in what stands there. Safe to run twice."""
    with transaction.atomic():
        waiting = ImportItem.objects.to_fetch().select_for_update(skip_locked=True).filter(pk=item_id)
        if (item := waiting.first()) is None:
            return
        batch = ImportBatch.objects.select_related("imported_by").get(pk=item.batch_id)
        try:
            settle(item, import_link(item.source, particulars=particulars_of(batch), by=batch.imported_by))
        except RefusedError as error:
            settle(item, error=str(error))


@shared_task
def sweep_links() -> None:
    """Send again the links that nobody has fetched for STALE_JOB_SECONDS."""
    send_links(ImportItem.objects.stale(settings.STALE_JOB_SECONDS))


def send_links(items: ItemQuerySet) -> None:
    """Send the jobs of these links again, and note the time."""
    ids = list(items.values_list("pk", flat=True))
    ImportItem.objects.filter(pk__in=ids).update(updated_at=timezone.now())
    for item_id in ids:
        fetch_link.delay(item_id)


def settle(item: ImportItem, intake: Intake | None = None, error: str = "") -> None:
    """Write what became of an item: the document that it is, or why there is none."""
    item.error = error
    if intake:
        item.document, item.duplicate = intake.document, intake.duplicate
    item.save()


def particulars_of(batch: ImportBatch) -> Particulars:
    """What the importer said of the documents of this batch."""
    return Particulars(
        publisher=batch.publisher,
        published_on=batch.published_on,
        marking=batch.marking,
        reliability=batch.reliability,
    )


@worker_ready.connect
def send_unfetched(**_: object) -> None:
    """At a worker's start: what was sent before may be lost."""
    send_links(ImportItem.objects.to_fetch())
