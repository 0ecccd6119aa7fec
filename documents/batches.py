"""What a person submits on the import page: taken in file by file, link by link; one failure stops no other."""

from collections.abc import Iterable
from typing import IO, Protocol

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from documents.intake import Particulars, RefusedError, check_address, check_size, retry, take_in
from documents.links import fetch_link, settle
from documents.models import ImportBatch, ImportItem
from documents.sending import send_after_commit


class Upload(Protocol):
    """An uploaded file."""

    name: str | None
    size: int | None
    file: IO[bytes]

    def read(self) -> bytes:
        """All of its bytes."""


def submit(
    *, files: Iterable[Upload], too_large: Iterable[str], links: Iterable[str], particulars: Particulars, by: User
) -> ImportBatch:
    """Write the batch with an item for each file and link; what cannot be taken in says why on its item.

    `too_large` has the names of uploads that were cut off at the limit.
    """
    batch = ImportBatch.objects.create(
        imported_by=by,
        publisher=particulars.publisher,
        published_on=particulars.published_on,
        url=particulars.url,
        reliability=particulars.reliability,
        marking=particulars.marking,
    )
    for name in too_large:
        most = settings.MAX_DOCUMENT_BYTES // 2**20
        ImportItem.objects.create(batch=batch, source=name, error=f"{name} has more than {most} MB")
    for file in files:
        _take_in_file(batch, file, particulars, by)
    for link in links:
        _add_link(batch, link)
    return batch


def retry_item(item: ImportItem) -> None:
    """Try again what failed: the document's job, or fetching a link. Raises RefusedError where that is no use."""
    if item.document is not None:
        retry(item.document)
    elif not item.is_link:
        raise RefusedError(f"{item.source} was refused, and its bytes were not kept: choose the file again")
    elif ImportItem.objects.filter(pk=item.pk).exclude(error="").update(error="", updated_at=timezone.now()):
        send_after_commit(fetch_link, item.pk)


def _take_in_file(batch: ImportBatch, file: Upload, particulars: Particulars, by: User) -> None:
    name = file.name or "unnamed"
    item = ImportItem(batch=batch, source=name)
    try:
        check_size(file.size or 0, name)
        settle(item, take_in(file.read(), file_name=name, particulars=particulars, by=by))
    except RefusedError as error:
        settle(item, error=str(error))


def _add_link(batch: ImportBatch, link: str) -> None:
    item = ImportItem(batch=batch, source=link[:2000], is_link=True)
    try:
        check_address(link)
    except RefusedError as error:
        settle(item, error=str(error))
    else:
        item.save()
        send_after_commit(fetch_link, item.pk)
