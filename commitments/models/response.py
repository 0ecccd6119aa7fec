"""The analysts' answer for a country to a question, in versions."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from commitments.constraints import codebook_constraints
from commitments.models.claim import Claim
from commitments.models.coded import CodedModel, choices_of
from commitments.models.country import Country
from documents.kept import REFUSE_TRUNCATE
from documents.models import Document
from questionnaire.codes import AnswerState, Basis, Bindingness, ChangeReason, Condition, Stance
from questionnaire.models import Question

OPEN = ("draft", "in_review")
"""Statuses of a version that nobody outside sees yet; there is one at most per country and question."""

CHANGEABLE = ["status", "known_from", "known_until", "void", "superseded_for", "changed_by", "updated_at", "version"]
"""Columns of a published version that may still change: that it was superseded, or found wrong."""


KEEP_PUBLISHED = """
    IF EXISTS (SELECT 1 FROM commitments_response r WHERE r.id = {0}.response_id
               AND r.status IN ('published', 'superseded')) THEN
        RAISE EXCEPTION 'what was published stays as it was (response %)', {0}.response_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def kept_with_response() -> list[pgtrigger.Trigger]:
    """Triggers for what belongs to a response: nothing comes, changes or goes once it was published."""
    return [
        pgtrigger.Trigger(
            name="keep_published_new",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when=pgtrigger.Before,
            func=KEEP_PUBLISHED.format("NEW"),
        ),
        pgtrigger.Trigger(
            name="keep_published_old",
            operation=pgtrigger.Update | pgtrigger.Delete,
            when=pgtrigger.Before,
            func=KEEP_PUBLISHED.format("OLD"),
        ),
        REFUSE_TRUNCATE,
    ]


class Response(models.Model):
    """One version of the answer.

    Its status:

        draft ──> in_review ──> published ──> superseded
          ^___________│            (by the next version; what was published stays as it was)

    Who publishes is not who wrote it, unless the installation allows that; then it says so.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Superseded"

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="responses")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField(help_text="Number of this version, from 1.")
    version = models.PositiveIntegerField(default=1, help_text="Grows with each save of this version.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    state = models.CharField(max_length=12, choices=choices_of(AnswerState), default=AnswerState.NOT_ASSESSED.value)
    stance = models.CharField(max_length=12, choices=choices_of(Stance), blank=True)
    basis = models.CharField(max_length=16, choices=choices_of(Basis), default=Basis.ASSESSED.value)
    bindingness = models.CharField(max_length=16, choices=choices_of(Bindingness), blank=True)
    conditions = ArrayField(models.CharField(max_length=20, choices=choices_of(Condition)), default=list, blank=True)
    summary = models.TextField(blank=True, help_text="The answer in a few neutral sentences.")
    uncertainty = models.TextField(blank=True, help_text="What is uncertain about it.")
    effective_on = models.DateField(help_text="The day from which the answer counts.")
    looked_at = models.DateField(help_text="The day on which the sources were last looked through.")
    official_reply = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replied_in",
        help_text="The government's own reply, where there is one.",
    )
    claims = models.ManyToManyField(Claim, through="Citation", related_name="responses")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="responses")
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    self_published = models.BooleanField(default=False, help_text="Published by its author, as a team of one may.")
    reason = models.CharField(max_length=20, choices=choices_of(ChangeReason), blank=True)
    note = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    known_from = models.DateTimeField(null=True, blank=True, help_text="When it was published; set by the database.")
    known_until = models.DateTimeField(null=True, blank=True, help_text="When it was found wrong; set by the database.")
    superseded_for = models.CharField(
        max_length=20, choices=choices_of(ChangeReason), blank=True, help_text="Why another version took its place."
    )
    void = models.BooleanField(default=False, help_text="Corrected by its successor: it counts for no day any more.")
    draft = models.JSONField(
        default=dict,
        blank=True,
        help_text="What has been typed so far, field by field; it becomes the columns when it is handed in.",
    )
    recorded_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["country", "question", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "question", "number"], name="response_number_once"),
            models.UniqueConstraint(
                fields=["country", "question"], condition=models.Q(status__in=OPEN), name="response_open_once"
            ),
            models.UniqueConstraint(
                fields=["country", "question"], condition=models.Q(status="published"), name="response_published_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="answered") | models.Q(stance="", conditions__len=0),
                name="response_stance_only_if_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in AnswerState]), name="response_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["published", "superseded"])
                | models.Q(publisher__isnull=False) & ~models.Q(reason=""),
                name="response_published_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["published", "superseded"])
                | models.Q(self_published=True)
                | ~models.Q(publisher=models.F("author")),
                name="response_second_pair_of_eyes",
            ),
        ]
        triggers: ClassVar = [
            REFUSE_TRUNCATE,
            pgtrigger.Protect(
                name="keep_response",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__in=["published", "superseded"]),
            ),
            pgtrigger.Trigger(
                name="keep_published",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange(exclude=CHANGEABLE),
                func="IF OLD.status IN ('published', 'superseded') THEN"
                " RAISE EXCEPTION 'what was published stays as it was (response %)', OLD.id"
                " USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
            ),
            pgtrigger.FSM(
                name="status_in_order",
                field="status",
                transitions=[
                    ("draft", "in_review"),
                    ("in_review", "draft"),
                    ("draft", "published"),
                    ("in_review", "published"),
                    ("published", "superseded"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} question {self.question_id}, version {self.number}"


class Answer(CodedModel):
    """What a response says on one topic of its question, with typed values."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")

    class Meta:
        constraints: ClassVar = [
            *codebook_constraints("answer", attribution=False),
            models.UniqueConstraint(fields=["response", "topic"], name="answer_topic_once"),
        ]
        triggers: ClassVar = kept_with_response()

    def __str__(self) -> str:
        return f"{self.topic} {self.stance}".strip()


class Citation(models.Model):
    """A claim that a response rests on."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="citations")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="citations")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["response", "claim"], name="citation_once")]
        triggers: ClassVar = kept_with_response()

    def __str__(self) -> str:
        return f"{self.response_id} cites {self.claim_id}"


pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    append_only=True,
    meta={"triggers": [REFUSE_TRUNCATE]},
)(Response)
