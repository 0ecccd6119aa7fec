"""A claim: what one passage of one document reports about one country's position on one topic."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from commitments.constraints import codebook_constraints
from commitments.models.coded import CodedModel, choices_of
from commitments.models.country import Country
from commitments.querysets import ClaimQuerySet
from documents.kept import REFUSE_TRUNCATE
from documents.models import Document
from questionnaire.codes import (
    CREDIBILITY,
    Attribution,
    ChangeReason,
)

CONTEXT = 32
"""Characters kept before and after a quote, to find it again in a newer capture of the source."""

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


class Claim(CodedModel):
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
    attribution = models.CharField(max_length=20, choices=choices_of(Attribution))
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
    prefix = models.CharField(max_length=CONTEXT, blank=True, help_text="The characters before the quote.")
    suffix = models.CharField(max_length=CONTEXT, blank=True, help_text="The characters after the quote.")

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
    restates = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="restated_by",
        help_text="An earlier claim about the same package, which is counted once.",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_claims"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="Why it was decided so, or what is uncertain.")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who made this version.",
    )
    reason = models.CharField(
        max_length=20, choices=choices_of(ChangeReason), blank=True, help_text="Why this version was made."
    )
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
            models.CheckConstraint(
                condition=models.Q(reason__in=["", *(reason.value for reason in ChangeReason)]), name="claim_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["candidate", "rejected"]) | ~models.Q(reason=""),
                name="claim_change_says_why",
            ),
            models.CheckConstraint(condition=~models.Q(restates=models.F("id")), name="claim_restates_another"),
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
            REFUSE_TRUNCATE,
            pgtrigger.Trigger(name="check_quote", operation=pgtrigger.Insert, when=pgtrigger.Before, func=CHECK_QUOTE),
            pgtrigger.Protect(
                name="keep_evidence",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("document", "start", "end", "quote", "prefix", "suffix"),
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


pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), append_only=True, meta={"triggers": [REFUSE_TRUNCATE]}
)(Claim)
