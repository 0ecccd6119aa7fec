"""What was held when: accepted claims with the moments from and until which this system showed them."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from commitments.models.claim import Claim
from commitments.models.coded import REFUSE_TRUNCATE, CodedModel
from commitments.models.country import Country
from documents.models import Document

NEWEST = (models.F("effective_on").desc(), "credibility", models.F("recorded_at").desc(), models.F("claim").desc())
"""The order in which claims of a cell stand: newest day, best grade, recorded last."""


class Standing(CodedModel):
    """One version of an accepted claim, held from `known_from` until `known_until` (now, where null).

    Written only by the database, with the entry of the change log that begins it
    (`commitments/migrations`, "change log"), so that positions at any moment are one index scan.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="standings")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    marking = models.CharField(max_length=12, help_text="The document's marking, held here for the index.")
    attribution = models.CharField(max_length=20)
    speaker = models.CharField(max_length=200)
    speaker_role = models.CharField(max_length=200)
    stated_on = models.DateField(null=True)
    effective_on = models.DateField()
    credibility = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    restates = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                "country", "topic", *NEWEST, name="standing_now", condition=models.Q(known_until__isnull=True)
            ),
            models.Index(
                "country",
                "topic",
                "stance",
                *NEWEST,
                name="standing_now_by_stance",
                condition=models.Q(known_until__isnull=True),
            ),
            models.Index("country", "topic", *NEWEST, name="standing_ever"),
            models.Index("country", "topic", "stance", *NEWEST, name="standing_ever_by_stance"),
            models.Index(
                fields=["country", "topic", "effective_on"],
                include=["marking", "known_from", "known_until", "document"],
                name="standing_ever_count",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(known_until__isnull=True), name="standing_claim_once"
            ),
            models.CheckConstraint(
                condition=models.Q(known_until__isnull=True) | models.Q(known_until__gte=models.F("known_from")),
                name="standing_times_in_order",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="keep_standing", operation=pgtrigger.Delete),
            REFUSE_TRUNCATE,
            pgtrigger.Protect(
                name="keep_standing_as_it_was",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["known_until"]),
            ),
            pgtrigger.Protect(
                name="end_standing_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__known_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.topic} from {self.known_from:%Y-%m-%d}"


class Tally(models.Model):
    """How many claims now stand for a country and topic that begin to count in a month or on a day.

    Counting up to a date adds whole months and the days of the last one, and reads no claims.
    """

    class Grain(models.TextChoices):
        MONTH = "month"
        DAY = "day"

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=20)
    marking = models.CharField(max_length=12)
    grain = models.CharField(max_length=5, choices=Grain.choices)
    begins = models.DateField(help_text="The day, or the first day of the month.")
    claims = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "topic", "marking", "grain", "begins"], include=["claims"], name="tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.topic} {self.grain} of {self.begins}: {self.claims}"


class Change(models.Model):
    """One entry of the change log: everything that a reader can see change, in order, without gaps.

    Entries are written by triggers at commit, under one lock, so no commit lacks its entry, no
    reader sees entry n+1 before n, and `at` grows with `sequence`. `hash` covers the entry and the
    hash of the one before (`manage.py verify_log`).
    """

    class Kind(models.TextChoices):
        CLAIM_ACCEPTED = "claim_accepted"
        CLAIM_EDITED = "claim_edited"
        CLAIM_RETRACTED = "claim_retracted"
        CLAIM_REOPENED = "claim_reopened"
        CLAIM_MARKED = "claim_marked"
        RESPONSE_PUBLISHED = "response_published"
        RESPONSE_SUPERSEDED = "response_superseded"
        COUNTRY_CHANGED = "country_changed"
        CODEBOOK_CHANGED = "codebook_changed"

    sequence = models.BigIntegerField(primary_key=True)
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
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="change_at"),
            models.Index(fields=["country", "sequence"], name="change_country"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            REFUSE_TRUNCATE,
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"
