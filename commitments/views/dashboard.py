"""The dashboard: who is in, with what, on what conditions, does it add up, what changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.markings import visible_markings
from commitments.aid import aid
from commitments.answers import answers
from commitments.figures import STATUSES, chart, coverage, latest_moves
from commitments.force import ROTATION, force
from commitments.matrix import (
    STANCE_ORDER,
    STANCE_TOPICS,
    Filters,
    Membership,
    chosen,
    groups_on,
    rows_of,
    sorts,
)
from commitments.models import Country
from commitments.views.asked import moment_asked, number_asked, one_of, some_of
from commitments.views.framing import questions_asked, time_frame
from questionnaire.codes import Topic

MOST_ROTATION = 10


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """All of it, at `as_of` and `known_at`, with the topic, filters, sort and rotation of the address."""
    moment = moment_asked(request)
    rotation = number_asked(request, "rotation", ROTATION, least=1, most=MOST_ROTATION)
    questions = questions_asked()
    countries = list(Country.objects.all())
    filters = _filters(request, countries, [question.number for question in questions])
    markings = visible_markings(request.user)
    when: dict[str, Any] = {"as_of": moment.as_of, "known_at": moment.known_at, "markings": markings}
    answered = answers(countries=[country.iso2 for country in countries], **when)
    standing = [position for answer in answered for position in answer.topics]
    rows = rows_of(countries, answered)
    strength = force(standing, rotation=rotation)
    offering = [country.iso2 for country in countries if country.offers]
    return render(
        request,
        "commitments/dashboard.html",
        {
            **time_frame(request, moment, markings, questions),
            "questions": questions,
            "names": {country.iso2: country for country in countries},
            "filters": filters,
            "topics": STANCE_TOPICS,
            "regions": sorted({country.region for country in countries}),
            "memberships": list(Membership),
            "stances": STANCE_ORDER,
            "sorts": sorts(question.number for question in questions).items(),
            "troops": groups_on(rows, Topic.TROOPS),
            "groups": groups_on(rows, filters.topic),
            "tiles": rows,
            "rows": chosen(rows, filters, moment.as_of),
            "coverage": coverage(rows),
            "force": strength,
            "deployable": (int(strength.total.at_least / rotation), int(strength.total.at_most / rotation)),
            "chart": chart(strength),
            "aid": aid(countries=offering, **when),
            "statuses": STATUSES,
            "moves": latest_moves(standing),
        },
    )


def _filters(request: HttpRequest, countries: list[Country], questions: list[int]) -> Filters:
    regions = sorted({country.region for country in countries})
    return Filters(
        topic=Topic(one_of(request, "topic", [topic.value for topic in STANCE_TOPICS], Topic.TROOPS.value)),
        regions=some_of(request, "region", regions),
        memberships=[Membership(one) for one in some_of(request, "member", [each.value for each in Membership])],
        stances=some_of(request, "stance", STANCE_ORDER),
        sort=one_of(request, "sort", sorts(questions), "name"),
    )
