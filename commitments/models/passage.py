"""Passages of a document that touch a topic of the questionnaire, whoever speaks."""

from typing import ClassVar

from django.db import models

from documents.models import Document
from questionnaire.codes import Topic


class TopicPassage(models.Model):
    """Characters `start` to `end` of the document's text are about `topic`; for triage and search, no position."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    topic = models.CharField(max_length=20, choices=[(topic.value, topic.label) for topic in Topic])

    class Meta:
        ordering: ClassVar = ["document", "start"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "start", "end", "topic"], name="passage_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="passage_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.start}-{self.end}"
