"""The right of reply: somebody disputes what is shown for a country on a question."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.markings import Marking
from commitments.models.country import Country
from documents.kept import REFUSE_TRUNCATE
from questionnaire.models import Question


class Dispute(models.Model):
    """What a reader holds wrong about a cell, with a link to what shows it.

    Its state:

        unconfirmed ──> waiting ──> shown
        (the public,       │
         by e-mail)        └──────> refused

    Shown means shown beside the cell, with our answer once there is one. Text and link never change.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "Not confirmed yet"
        WAITING = "waiting", "Waits for a reviewer"
        SHOWN = "shown", "Shown"
        REFUSED = "refused", "Not shown"

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="disputes")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="disputes")
    text = models.TextField(max_length=4000, help_text="What is wrong, and what would be right.")
    link = models.URLField(max_length=2000, blank=True, help_text="Where that can be seen.")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="disputes"
    )
    name = models.CharField(max_length=100, blank=True, help_text="Who disputes, as shown beside the text.")
    email = models.EmailField(blank=True, help_text="Seen by reviewers only.")
    filed_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=12, choices=State.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="Why it is not shown.")
    marking = models.CharField(
        max_length=12,
        choices=Marking.choices,
        default=Marking.CLEAR,
        help_text="Who may see it: as restricted as the answer that it disputes, or more.",
    )
    answer = models.TextField(blank=True, help_text="What we say to it.")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-filed_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["country", "question"], name="dispute_cell", condition=models.Q(state="shown")),
            models.Index(fields=["filed_at"], name="dispute_waiting", condition=models.Q(state="waiting")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(filed_by__isnull=False) | ~models.Q(name="") & ~models.Q(email=""),
                name="dispute_is_somebodys",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="dispute_says_what"),
            models.CheckConstraint(condition=models.Q(marking__in=Marking.values), name="dispute_marking_is_one"),
            models.CheckConstraint(
                condition=models.Q(state__in=["unconfirmed", "waiting"], decided_by__isnull=True)
                | models.Q(state__in=["shown", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="dispute_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(note=""), name="dispute_refusal_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_by__isnull=True)
                | ~models.Q(answer="") & models.Q(answered_by__isnull=False, answered_at__isnull=False),
                name="dispute_answered_by_somebody",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="keep_dispute",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="unconfirmed"),
            ),
            pgtrigger.Protect(
                name="keep_dispute_as_filed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("country", "question", "text", "link", "filed_by", "name", "email"),
            ),
            REFUSE_TRUNCATE,
        ]

    def __str__(self) -> str:
        return f"dispute {self.pk} on {self.country_id}, question {self.question_id}"

    @property
    def filed_as(self) -> str:
        """Who disputes, as readers see it."""
        return self.name or "A signed-in reader"


pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), append_only=True, meta={"triggers": [REFUSE_TRUNCATE]}
)(Dispute)
