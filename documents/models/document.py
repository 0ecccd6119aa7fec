"""A source document: the bytes as they came, the text read from them, and where the job stands."""

import hashlib
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Left, Now

from accounts.markings import Marking
from documents.kept import events_kept
from documents.querysets import DocumentQuerySet
from questionnaire.codes import Reliability

SEARCHED_CHARACTERS = 400_000
"""A text search vector holds at most 1 MB; what stands further down in a text is not found by search."""


def original_path(document: "Document", name: str) -> str:
    """Where the original bytes lie: by their own SHA-256, so that the same bytes are stored once."""
    return f"originals/{document.sha256[:2]}/{document.sha256}"


class Document(models.Model):
    """One source document, told apart by the SHA-256 of its bytes.

    The row is the job. Its state:

        queued ──> reading ──> read ──> coded
           ^          │          └────> not_coded   (a language that is not coded; `error` says which)
           └─ failed <┘ (from any state before coded; `error` says why, a retry queues it again)

    `queued` is written before any work is sent, so a lost message loses nothing: the sweep finds
    rows that are queued, or have been in work for too long, and sends them again.
    """

    class Kind(models.TextChoices):
        FILE = "file", "File"
        WEB_PAGE = "web_page", "Web page"
        SOURCE_NOTE = "source_note", "Source note"

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        READING = "reading", "Reading"
        READ = "read", "Read"
        CODED = "coded", "Coded"
        NOT_CODED = "not_coded", "Not coded"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.FILE)
    sha256 = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the original bytes, in hexadecimal.")
    original = models.FileField(upload_to=original_path, max_length=200)
    size = models.PositiveBigIntegerField(help_text="Bytes of the original.")
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)

    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True, help_text="ISO 639-1, as detected.")
    reliability = models.CharField(
        max_length=1,
        choices=[(grade.value, grade.label) for grade in Reliability],
        default=Reliability.F.value,
        help_text="Admiralty grade of the source.",
    )
    marking = models.CharField(
        max_length=12,
        choices=Marking.choices,
        default=Marking.CLEAR,
        help_text="Traffic Light Protocol: who may see this document and everything derived from it.",
    )

    text = models.TextField(blank=True, help_text="The text as read; claims quote it by code point offsets.")
    text_sha256 = models.CharField(max_length=64, blank=True)
    page_starts = ArrayField(
        models.PositiveIntegerField(),
        default=list,
        blank=True,
        help_text="Where each page begins in the text, for formats that have pages.",
    )
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector(Left("text", SEARCHED_CHARACTERS), weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    timings = models.JSONField(default=dict, blank=True, help_text="Seconds spent on each step.")

    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="imported_documents"
    )
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="Withdrawn, not deleted: it is kept and marked."
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="document_search"),
            models.Index(
                fields=["queued_at"],
                name="document_unfinished",
                condition=~models.Q(state__in=["coded", "not_coded", "failed"]),
            ),
            models.Index(fields=["text_sha256"], name="document_text_sha256"),
            models.Index(fields=["url"], name="document_url"),
            models.Index(
                fields=["marking"], name="document_restricted", condition=~models.Q(marking=Marking.CLEAR.value)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256_is_one"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_not_empty"),
            models.CheckConstraint(condition=models.Q(marking__in=Marking.values), name="document_marking_is_one"),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "reading", "read", "coded", "not_coded", "failed"]),
                name="document_state_is_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["failed", "not_coded"]) | ~models.Q(error=""),
                name="document_failure_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawn_why=""),
                name="document_withdrawal_says_why",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="keep_document", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="keep_bytes_and_text",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__sha256__df=pgtrigger.F("new__sha256"))
                | (pgtrigger.Q(old__text__df=pgtrigger.F("new__text")) & ~pgtrigger.Q(old__text="")),
                func="RAISE EXCEPTION 'the bytes and the text of document % are kept as they are', OLD.id"
                " USING ERRCODE = 'restrict_violation';",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.file_name or f"Document {self.pk}"

    @property
    def finished(self) -> bool:
        """Whether the job has ended, well or badly."""
        return self.state in (self.State.CODED, self.State.NOT_CODED, self.State.FAILED)


pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    exclude=["text", "search", "updated_at", "original", "page_starts"],
    **events_kept(),
)(Document)


def sha256_of(content: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
