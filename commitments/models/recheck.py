"""Whether a quote still stands in a newer capture of its source."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from commitments.models.claim import Claim
from documents.models import Document


class Recheck(models.Model):
    """A claim's quote looked for in a newer document from the same address.

    Not found means that the citation is orphaned: it keeps pointing where it did, and a reviewer
    is asked to look (`settled_at` is empty until somebody has).
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="rechecks")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="rechecks")
    found = models.BooleanField()
    checked_at = models.DateTimeField(db_default=Now())
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-checked_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["claim", "document"], name="recheck_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["claim"], name="recheck_open", condition=models.Q(found=False, settled_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} in document {self.document_id}: {'found' if self.found else 'not found'}"
