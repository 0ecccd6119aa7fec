"""What one person imported in one go through the browser, file by file and link by link."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.markings import Marking
from documents.models.document import Document
from documents.querysets import ItemQuerySet
from questionnaire.codes import Reliability


class ImportBatch(models.Model):
    """One submission of the import page, with what was said of all its documents."""

    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="import_batches")
    created_at = models.DateTimeField(db_default=Now())
    publisher = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    reliability = models.CharField(max_length=1, default=Reliability.F.value)
    marking = models.CharField(max_length=12, choices=Marking.choices, default=Marking.CLEAR)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"Import {self.pk}"


class ImportItem(models.Model):
    """One file or link of a batch.

    A file has its document at once, or an error. A link waits to be fetched: it has neither until the worker has been
    there. From then on the state is the document's.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="items")
    source = models.CharField(max_length=2000, help_text="The file's name, or the link.")
    is_link = models.BooleanField(default=False)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="import_items")
    duplicate = models.BooleanField(default=False, help_text="The same bytes were here before.")
    error = models.TextField(blank=True, help_text="Why it was not taken in.")
    updated_at = models.DateTimeField(auto_now=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(
                fields=["updated_at"],
                name="import_item_to_fetch",
                condition=models.Q(is_link=True, document__isnull=True, error=""),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(document__isnull=True) | models.Q(error=""), name="import_item_is_in_or_failed"
            ),
            models.CheckConstraint(
                condition=models.Q(is_link=True) | models.Q(document__isnull=False) | ~models.Q(error=""),
                name="import_item_file_is_settled",
            ),
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def trouble(self) -> str:
        """Why it was not taken in, or why its document could not be read."""
        return self.error or (self.document.error if self.document else "")

    @property
    def state(self) -> str:
        """`fetching` or `refused` while there is no document, else the document's state."""
        if self.document is not None:
            return str(self.document.state)
        return "refused" if self.error else "fetching"
