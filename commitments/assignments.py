"""Giving cells of the desk to people."""

from collections.abc import Iterable
from datetime import date

import pghistory
from django.db import transaction

from accounts.models import User
from accounts.roles import Act, may
from commitments.models import Assignment, Country
from questionnaire.models import Question


class AssignmentError(Exception):
    """The cells cannot be given to this person; the message says why."""


@transaction.atomic
def assign(cells: Iterable[tuple[Country, Question]], *, to: User | None, due_on: date | None, by: User) -> int:
    """Give the cells to a person who writes answers, or to nobody; gives how many."""
    if not may(by, Act.ANSWER):
        raise AssignmentError(f"{by.get_username()} may not {Act.ANSWER}")
    if to is not None and not may(to, Act.ANSWER):
        raise AssignmentError(f"{to.get_username()} does not write answers")
    given = 0
    with pghistory.context(user=by.pk, decision="assign" if to else "take back"):
        for country, question in cells:
            if to is None:
                Assignment.objects.filter(country=country, question=question).delete()
            else:
                Assignment.objects.update_or_create(
                    country=country,
                    question=question,
                    defaults={"person": to, "due_on": due_on, "assigned_by": by},
                )
            given += 1
    return given
