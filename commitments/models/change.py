"""The change log: everything that a reader can see change, in order, without gaps."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from commitments.models.country import Country
from documents.kept import REFUSE_TRUNCATE


class Change(models.Model):
    """One entry of the change log.

    Entries are written by triggers at commit, under one lock, so no commit lacks its entry, no
    reader sees entry n+1 before n, and `at` grows with `sequence`. `hash` covers the entry and the
    hash of the one before (`manage.py verify_log`).

    `sequence` counts all entries, so it is shown only to those who may see all. For each lesser
    clearance the entry has a number of its own (null where its readers may not see the entry):
    every reader gets a sequence without gaps, and nobody learns from it that there are others.
    """

    class Kind(models.TextChoices):
        CLAIM_ACCEPTED = "claim_accepted", "Claim accepted"
        CLAIM_EDITED = "claim_edited", "Claim edited"
        CLAIM_RETRACTED = "claim_retracted", "Claim retracted"
        CLAIM_REOPENED = "claim_reopened", "Claim reopened"
        CLAIM_MARKED = "claim_marked", "Claim re-marked"
        RESPONSE_PUBLISHED = "response_published", "Answer published"
        RESPONSE_SUPERSEDED = "response_superseded", "Answer superseded"
        RESPONSE_MARKED = "response_marked", "Answer re-marked"
        DOCUMENT_CHANGED = "document_changed", "Document described anew"
        DISPUTE_SHOWN = "dispute_shown", "Dispute shown"
        DISPUTE_HIDDEN = "dispute_hidden", "Dispute taken off"
        DISPUTE_ANSWERED = "dispute_answered", "Dispute answered"
        COUNTRY_CHANGED = "country_changed", "Country changed"
        CODEBOOK_CHANGED = "codebook_changed", "Codebook changed"

    sequence = models.BigIntegerField(primary_key=True)
    number_clear = models.BigIntegerField(null=True, unique=True)
    number_green = models.BigIntegerField(null=True, unique=True)
    number_amber = models.BigIntegerField(null=True, unique=True)
    number_amber_strict = models.BigIntegerField(null=True, unique=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    actor_role = models.CharField(max_length=10, help_text="The actor's role then; `system` where no person acted.")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=20, blank=True)
    question = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    marking = models.CharField(max_length=12, help_text="Who may not see this marking does not see the entry.")
    evidence = ArrayField(models.BigIntegerField(), help_text="Ids of the claims that it rests on.")
    documents = ArrayField(
        models.BigIntegerField(), default=list, help_text="Ids of the documents from which its words derive."
    )
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="change_at"),
            models.Index(fields=["country", "sequence"], name="change_country"),
            GinIndex(fields=["evidence"], name="change_evidence"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(actor__isnull=True) | ~models.Q(reason=""), name="change_by_a_person_has_a_reason"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            REFUSE_TRUNCATE,
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class CodebookVersion(models.Model):
    """A version of the codebook by which this installation has coded; the newest is the one in force."""

    version = models.CharField(max_length=20, unique=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="keep_codebook_version", operation=pgtrigger.Update | pgtrigger.Delete),
            REFUSE_TRUNCATE,
        ]

    def __str__(self) -> str:
        return self.version
