"""A claim: what one passage of one document reports about one country's position on one topic."""

from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from commitments.constraints import codebook_constraints
from commitments.models.country import Country
from commitments.querysets import ClaimQuerySet
from commitments.values import value_columns, value_of
from documents.models import Document
from questionnaire.codes import (
    CREDIBILITY,
    AidCategory,
    Attribution,
    Code,
    Condition,
    Domain,
    Horizon,
    Stance,
    Status,
    Topic,
)

CHECK_QUOTE = """
    IF NEW.quote IS DISTINCT FROM (
        SELECT substr(d.text, NEW.start + 1, NEW."end" - NEW.start)
        FROM documents_document d WHERE d.id = NEW.document_id
    ) THEN
        RAISE EXCEPTION 'the quote is not what document % has at % to %', NEW.document_id, NEW.start, NEW."end"
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def _choices(codes: type[Code]) -> list[tuple[str, str]]:
    return [(code.value, code.label) for code in codes]


class Claim(models.Model):
    """A coded statement, with the exact sentence that it rests on.

    State: `candidate` (proposed by the engine or a person) → `accepted` or `rejected` by a person;
    `accepted` → `retracted` when it turns out wrong. A decision can be undone; nothing is deleted.
    The evidence (document, start, end, quote) never changes: other evidence is another claim.
    """

    class State(models.TextChoices):
        CANDIDATE = "candidate", "Candidate"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"
        RETRACTED = "retracted", "Retracted"

    class Origin(models.TextChoices):
        ENGINE = "engine", "Extraction engine"
        MODEL = "model", "Language model"
        PERSON = "person", "Person"
        SEED = "seed", "Starter data"

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="claims")
    topic = models.CharField(max_length=20, choices=_choices(Topic))
    stance = models.CharField(max_length=12, choices=_choices(Stance), blank=True)
    status = models.CharField(max_length=12, choices=_choices(Status), blank=True)
    conditions = ArrayField(models.CharField(max_length=20, choices=_choices(Condition)), default=list, blank=True)

    codes = ArrayField(
        models.CharField(max_length=24),
        default=list,
        blank=True,
        help_text="The topic's list: forms, countries, actions, resources or measures.",
    )
    places = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    personnel_min = models.PositiveIntegerField(null=True, blank=True, help_text="People.")
    personnel_max = models.PositiveIntegerField(null=True, blank=True, help_text="People.")
    months_min = models.PositiveIntegerField(null=True, blank=True, help_text="Months.")
    months_max = models.PositiveIntegerField(null=True, blank=True, help_text="Months.")
    open_ended = models.BooleanField(null=True, blank=True, help_text="As long as needed.")
    indispensable = models.BooleanField(null=True, blank=True)
    domain = models.CharField(max_length=4, choices=_choices(Domain), blank=True)
    horizon = models.CharField(max_length=12, choices=_choices(Horizon), blank=True)
    category = models.CharField(max_length=12, choices=_choices(AidCategory), blank=True)
    item = models.CharField(max_length=300, blank=True)
    quantity = models.PositiveBigIntegerField(null=True, blank=True, help_text="Pieces, or people.")
    amount = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True, help_text="Money, in `currency`."
    )
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217.")

    attribution = models.CharField(max_length=20, choices=_choices(Attribution))
    speaker = models.CharField(max_length=200, blank=True)
    speaker_role = models.CharField(max_length=200, blank=True)
    stated_on = models.DateField(null=True, blank=True, help_text="When the government said it, where that is known.")
    effective_on = models.DateField(
        help_text="The day from which the claim counts: `stated_on`, else the day of publication, else of import."
    )
    credibility = models.PositiveSmallIntegerField(choices=list(CREDIBILITY.items()), default=6)

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="claims")
    start = models.PositiveIntegerField(help_text="Offset of the quote's first code point in the document's text.")
    end = models.PositiveIntegerField(help_text="Offset after its last code point.")
    quote = models.TextField()

    state = models.CharField(max_length=10, choices=State.choices, default=State.CANDIDATE)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    origin_name = models.CharField(max_length=100, help_text="Engine or model with its version, or the person's name.")
    confidence = models.FloatField(null=True, blank=True, help_text="The engine's, from 0 to 1.")
    replaces = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        help_text="The claim that this one was made to correct.",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_claims"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="Why it was decided so, or what is uncertain.")
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=Now(), help_text="When this system learned it.")
    updated_at = models.DateTimeField(auto_now=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-effective_on", "-id"]
        indexes: ClassVar = [
            models.Index(
                "country",
                "topic",
                models.F("effective_on").desc(),
                "credibility",
                models.F("recorded_at").desc(),
                name="claim_standing",
                condition=models.Q(state="accepted"),
            ),
            models.Index("country", "topic", models.F("effective_on").desc(), models.F("id").desc(), name="claim_cell"),
            models.Index(models.F("effective_on").desc(), models.F("id").desc(), name="claim_newest"),
            models.Index("document", "start", name="claim_in_document"),
            models.Index("id", name="claim_candidates", condition=models.Q(state="candidate")),
            models.Index("updated_at", "id", name="claim_updated"),
            GinIndex(fields=["conditions"], name="claim_conditions_gin"),
        ]
        constraints: ClassVar = [
            *codebook_constraints("claim"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="claim_quote_has_length"),
            models.CheckConstraint(
                condition=models.Q(stated_on__isnull=True) | models.Q(stated_on=models.F("effective_on")),
                name="claim_counts_from_its_day",
            ),
            models.CheckConstraint(condition=models.Q(credibility__in=list(CREDIBILITY)), name="claim_credibility"),
            models.CheckConstraint(
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__range=(0, 1)),
                name="claim_confidence",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["candidate", "accepted", "rejected", "retracted"]), name="claim_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state="candidate", decided_at__isnull=True)
                | (~models.Q(state="candidate") & models.Q(decided_at__isnull=False)),
                name="claim_decision_is_dated",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="keep_claim", operation=pgtrigger.Delete),
            pgtrigger.Trigger(name="check_quote", operation=pgtrigger.Insert, when=pgtrigger.Before, func=CHECK_QUOTE),
            pgtrigger.Protect(
                name="keep_evidence",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("document", "start", "end", "quote"),
            ),
            pgtrigger.FSM(
                name="decide_in_order",
                field="state",
                transitions=[
                    ("candidate", "accepted"),
                    ("candidate", "rejected"),
                    ("accepted", "candidate"),
                    ("rejected", "candidate"),
                    ("accepted", "retracted"),
                    ("retracted", "accepted"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.topic} {self.stance}".strip()

    @property
    def value(self) -> dict[str, Any]:
        """The topic's value, with the codebook's field names."""
        return value_of(Topic(self.topic), self.__dict__)

    @value.setter
    def value(self, given: dict[str, Any]) -> None:
        for name, column in value_columns(Topic(self.topic), given).items():
            setattr(self, name, column)


pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), append_only=True)(Claim)
