"""Who is to write a country's answer to a question, and by when."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from commitments.models.country import Country
from documents.kept import REFUSE_TRUNCATE
from questionnaire.models import Question


class Assignment(models.Model):
    """A cell of the desk given to one person. Others may still write in it; it says who is expected to."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="assignments")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    due_on = models.DateField(null=True, blank=True, help_text="The day by which it should be handed in.")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["country", "question"], name="assignment_cell_once")]

    def __str__(self) -> str:
        return f"{self.country_id} question {self.question_id}"


pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    append_only=True,
    meta={"triggers": [REFUSE_TRUNCATE]},
)(Assignment)
