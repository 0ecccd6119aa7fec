"""The questionnaire and its questions."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from questionnaire.codes import Topic


class Questionnaire(models.Model):
    """A set of questions put to governments, with what is known about its sending."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=300)
    issued_by = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2 code of the sender.")
    issuing_body = models.CharField(max_length=200)
    recipients = models.TextField()
    issued_on = models.DateField(help_text="Day of sending, or the first day of the period in which it was sent.")
    issued_on_precision = models.CharField(max_length=10, choices=[("day", "day"), ("week", "week")])
    issued_on_note = models.TextField(blank=True)
    reported_on = models.DateField(help_text="First public report that it exists.")
    disagreements = models.JSONField(default=list, help_text="Where reports differ, and what is held here.")

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question, the topics by which its answers are coded, and where its wording comes from."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    prompt = models.TextField(help_text="What is asked, in our own wording.")
    topics = ArrayField(models.CharField(max_length=20))
    sources = ArrayField(models.URLField(max_length=500), default=list)

    class Meta:
        ordering: ClassVar = ["questionnaire", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="question_number_once"),
            models.CheckConstraint(
                condition=models.Q(topics__contained_by=[topic.value for topic in Topic]),
                name="question_topics_are_topics",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
