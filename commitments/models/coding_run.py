"""One reading of a document by one coder: the extraction engine in one version, or a language model."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from commitments.models.claim import Claim
from documents.models import Document


class CodingRun(models.Model):
    """What a coder was asked, and what came of it.

    An engine's run is written when it is done. A model's begins as `queued` and ends as `done`, `failed` or
    `withheld` (the document's marking may not be sent); `error` says why. A run that was queued counts against the
    day's budget from the moment when its request goes out (`requested_at`), whatever comes of it.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        WITHHELD = "withheld", "Withheld"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="coding_runs")
    origin = models.CharField(max_length=8, choices=Claim.Origin.choices)
    coder = models.CharField(max_length=100, help_text="Engine with its version, or the model's name.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DONE)
    found = models.PositiveIntegerField(default=0, help_text="Claims that the coder found.")
    added = models.PositiveIntegerField(default=0, help_text="Of these, how many were new and became candidates.")
    refused = models.JSONField(default=list, blank=True, help_text="What was wrong with the others, one text each.")
    requests = models.PositiveIntegerField(default=0, help_text="Requests that were made.")
    tokens = models.PositiveIntegerField(default=0, help_text="Tokens that the endpoint counted.")
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    requested_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["document", "coder"], name="coding_run_of_document"),
            models.Index(fields=["requested_at"], name="coding_run_requested"),
            models.Index(fields=["id"], name="coding_run_queued", condition=models.Q(state="queued")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "done", "failed", "withheld"]), name="coding_run_state"
            ),
            models.CheckConstraint(condition=models.Q(origin__in=["engine", "model"]), name="coding_run_origin"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["failed", "withheld"]) | ~models.Q(error=""),
                name="coding_run_failure_says_why",
            ),
            models.UniqueConstraint(
                fields=["document", "coder"], condition=models.Q(state="queued"), name="coding_run_queued_once"
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.document_id} by {self.coder}: {self.state}"
