"""What was held when: accepted claims with the moments from and until which this system showed them."""

from typing import ClassVar

import pgtrigger
from django.db import models

from commitments.models.claim import Claim
from commitments.models.coded import CodedModel
from commitments.models.country import Country
from commitments.models.response import Response
from documents.kept import REFUSE_TRUNCATE
from documents.models import Document


def ended_once(name: str) -> list[pgtrigger.Trigger]:
    """Triggers for rows that hold for a time: nothing of them changes but that they end, once; none goes."""
    return [
        pgtrigger.Protect(name=f"keep_{name}", operation=pgtrigger.Delete),
        REFUSE_TRUNCATE,
        pgtrigger.Protect(
            name=f"keep_{name}_as_it_was",
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange(exclude=["known_until"]),
        ),
        pgtrigger.Protect(
            name=f"end_{name}_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(old__known_until__isnull=False),
        ),
    ]


NEWEST = (models.F("effective_on").desc(), "credibility", models.F("recorded_at").desc(), models.F("claim").desc())
"""The order in which claims of a cell stand: newest day, best grade, recorded last."""


class Standing(CodedModel):
    """One version of an accepted claim, held from `known_from` until `known_until` (now, where null).

    Written only by the database, with the entry of the change log that begins it
    (`commitments/migrations`, "change log"), so that positions at any moment are one index scan.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="standings")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", db_index=False)
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
    said = models.CharField(
        max_length=16, help_text="The stance, or a digest of the value: what claims agree in or not."
    )
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        # The first two hold all that `positions` asks of a claim but the words of the one that stands.
        indexes: ClassVar = [
            models.Index(
                "country",
                "topic",
                *NEWEST,
                include=["said", "marking"],
                name="standing_now",
                condition=models.Q(known_until__isnull=True),
            ),
            models.Index(
                "country",
                "topic",
                *NEWEST,
                include=["said", "marking", "known_from", "known_until", "document"],
                name="standing_ever",
            ),
            models.Index("country", "topic", "said", *NEWEST, name="standing_by_said"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(known_until__isnull=True), name="standing_claim_once"
            ),
            models.CheckConstraint(
                condition=models.Q(known_until__isnull=True) | models.Q(known_until__gte=models.F("known_from")),
                name="standing_times_in_order",
            ),
            # What was held at a moment need not be looked for on later days (`positions`).
            models.CheckConstraint(
                condition=models.Q(
                    effective_on__lte=models.Func(
                        "known_from",
                        template="(%(expressions)s AT TIME ZONE 'UTC')::date",
                        output_field=models.DateField(),
                    )
                ),
                name="standing_day_has_come",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_at__lte=models.F("known_from")), name="standing_recorded_first"
            ),
        ]
        triggers: ClassVar = ended_once("standing")

    def __str__(self) -> str:
        return f"{self.country_id} {self.topic} from {self.known_from:%Y-%m-%d}"


class Showing(models.Model):
    """A published answer, shown to readers of `marking` from `known_from` until `known_until` (still, where null).

    Written only by the database, with the entry of the change log that begins it. An answer that
    was superseded goes on being shown for the days before its successor, unless it was wrong.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="showings")
    marking = models.CharField(max_length=12, help_text="The greatest marking of what the answer rests on.")
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["response"], condition=models.Q(known_until__isnull=True), name="showing_response_once"
            ),
            models.CheckConstraint(
                condition=models.Q(known_until__isnull=True) | models.Q(known_until__gte=models.F("known_from")),
                name="showing_times_in_order",
            ),
        ]
        triggers: ClassVar = ended_once("showing")

    def __str__(self) -> str:
        return f"response {self.response_id} from {self.known_from:%Y-%m-%d}"


class Tally(models.Model):
    """How many claims of a country and topic that count by the end of a month stood from `known_from` on.

    Written only by the database, with what it counts. A change adds a row for its claim's month and
    for each later one up to its own, so that one row says how many stood at any two times.
    """

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.CharField(max_length=20)
    marking = models.CharField(max_length=12)
    month = models.DateField(help_text="Its first day.")
    claims = models.PositiveIntegerField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "topic", "marking", "month", "known_from"], include=["claims"], name="tally_once"
            ),
            models.UniqueConstraint(
                fields=["country", "topic", "marking", "month"],
                include=["claims"],
                name="tally_now_once",
                condition=models.Q(known_until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.topic} by {self.month:%Y-%m}: {self.claims}"
