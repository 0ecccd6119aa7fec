"""Double coding: two people answer the same question for a country without seeing each other's answer."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from commitments.models.country import Country
from commitments.models.response import Response
from documents.kept import REFUSE_TRUNCATE, events_kept
from questionnaire.models import Question

ADJUDICATOR_IS_NEITHER = """
    IF EXISTS (SELECT 1 FROM commitments_coding c WHERE c.pair_id = NEW.id AND c.coder_id = NEW.adjudicator_id) THEN
        RAISE EXCEPTION 'who coded does not settle (pair %)', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT count(*) FROM commitments_coding c WHERE c.pair_id = NEW.id AND c.handed_in_at IS NOT NULL) < 2 THEN
        RAISE EXCEPTION 'two codings are handed in before they are settled (pair %)', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class DoubleCoding(models.Model):
    """A question whose answers are coded by two people before they are published, while `on`."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="double_coding")
    on = models.BooleanField(default=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"question {self.question_id}: double coding {'on' if self.on else 'off'}"


class CodingPair(models.Model):
    """Two codings of one country's answer to a question, and what an adjudicator made of them.

    It is open until somebody who is neither coder has settled it; what was settled stays.
    """

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(db_default=Now())
    adjudicator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled = models.JSONField(null=True, blank=True, help_text="What was settled, field by field, as in a draft.")
    note = models.TextField(blank=True, help_text="Why it was settled so; both coders read it.")
    response = models.ForeignKey(
        Response,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pairs",
        help_text="The version of the answer that it became.",
    )

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "question"], condition=models.Q(settled_at__isnull=True), name="pair_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, adjudicator__isnull=True, settled__isnull=True)
                | models.Q(settled_at__isnull=False, adjudicator__isnull=False, settled__isnull=False),
                name="pair_settled_by_somebody",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="keep_pair", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="keep_settled_pair",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__settled_at__isnull=False)
                & (
                    pgtrigger.Q(old__settled__df=pgtrigger.F("new__settled"))
                    | pgtrigger.Q(old__settled_at__df=pgtrigger.F("new__settled_at"))
                    | pgtrigger.Q(old__adjudicator__df=pgtrigger.F("new__adjudicator"))
                    | pgtrigger.Q(old__note__df=pgtrigger.F("new__note"))
                ),
            ),
            pgtrigger.Trigger(
                name="adjudicator_is_neither",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__settled_at__isnull=False),
                func=ADJUDICATOR_IS_NEITHER,
            ),
            REFUSE_TRUNCATE,
        ]

    def __str__(self) -> str:
        return f"{self.country_id} question {self.question_id}, pair {self.pk}"


class Coding(models.Model):
    """One coder's answer, in the form of a draft; shown to nobody else until both are handed in."""

    pair = models.ForeignKey(CodingPair, on_delete=models.PROTECT, related_name="codings")
    place = models.PositiveSmallIntegerField(help_text="1 for who began, 2 for the second coder.")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="codings")
    content = models.JSONField(default=dict, blank=True, help_text="Field by field, as in a draft of an answer.")
    saved_at = models.DateTimeField(auto_now=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pair", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pair", "coder"], name="coding_by_two_people"),
            models.UniqueConstraint(fields=["pair", "place"], name="coding_place_once"),
            models.CheckConstraint(condition=models.Q(place__in=[1, 2]), name="coding_at_most_two"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="keep_coding", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="keep_handed_in",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__handed_in_at__isnull=False),
            ),
            REFUSE_TRUNCATE,
        ]

    def __str__(self) -> str:
        return f"coding {self.place} of {self.pair_id}"


pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), **events_kept())(DoubleCoding)
pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), **events_kept())(CodingPair)
