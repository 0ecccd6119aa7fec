"""The coded columns that claims, what is held of them, and answers have in common."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from commitments.values import value_columns, value_of
from questionnaire.codes import AidCategory, Code, Condition, Domain, Horizon, Stance, Status, Topic


def choices_of(codes: type[Code]) -> list[tuple[str, str]]:
    """The codes of a list, with their labels, as a field's choices."""
    return [(code.value, code.label) for code in codes]


class CodedModel(models.Model):
    """A stance on a topic with its conditions and its value, in typed columns."""

    topic = models.CharField(max_length=20, choices=choices_of(Topic))
    stance = models.CharField(max_length=12, choices=choices_of(Stance), blank=True)
    status = models.CharField(max_length=12, choices=choices_of(Status), blank=True)
    conditions = ArrayField(models.CharField(max_length=20, choices=choices_of(Condition)), default=list, blank=True)

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
    domain = models.CharField(max_length=4, choices=choices_of(Domain), blank=True)
    horizon = models.CharField(max_length=12, choices=choices_of(Horizon), blank=True)
    category = models.CharField(max_length=12, choices=choices_of(AidCategory), blank=True)
    item = models.CharField(max_length=300, blank=True)
    quantity = models.PositiveBigIntegerField(null=True, blank=True, help_text="Pieces, or people.")
    amount = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True, help_text="Money, in `currency`."
    )
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217.")

    class Meta:
        abstract = True

    @property
    def value(self) -> dict[str, Any]:
        """The topic's value, with the codebook's field names."""
        return value_of(Topic(self.topic), self.__dict__)

    @value.setter
    def value(self, given: dict[str, Any]) -> None:
        for name, column in value_columns(Topic(self.topic), given).items():
            setattr(self, name, column)
