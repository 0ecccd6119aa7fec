"""What the pages that show positions have in common: the line with the questionnaire, the day and the marking."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from commitments.days import days_around
from commitments.moments import Moment
from questionnaire.models import Question


def questions_asked() -> list[Question]:
    """The questions, in their order, with their questionnaire."""
    return list(Question.objects.select_related("questionnaire").order_by("number"))


def time_frame(
    request: HttpRequest, moment: Moment, markings: Sequence[str], questions: Sequence[Question]
) -> dict[str, Any]:
    """For `_components/time_frame.html`: the moment shown and where to step from it."""
    questionnaire = questions[0].questionnaire if questions else None
    return {
        "moment": moment,
        "moment_query": moment_query(request),
        "today": timezone.now().date(),
        "questionnaire": questionnaire,
        "days": days_around(moment, markings=markings, since=questionnaire.issued_on if questionnaire else None),
    }


def moment_query(request: HttpRequest) -> str:
    """The moment of this address, to go on with to the next page; empty where it is now."""
    given = QueryDict(mutable=True)
    for name in ("as_of", "known_at"):
        if request.GET.get(name):
            given[name] = request.GET[name]
    return f"?{given.urlencode()}" if given else ""
