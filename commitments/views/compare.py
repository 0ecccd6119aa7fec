"""Countries side by side."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.markings import visible_markings
from commitments.answers import answers
from commitments.matrix import rows_of
from commitments.models import Country
from commitments.views.asked import moment_asked, some_of
from commitments.views.framing import questions_asked, time_frame

MOST = 4
"""More countries do not fit side by side."""


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four countries, topic by topic."""
    moment = moment_asked(request)
    countries = {country.iso2: country for country in Country.objects.all()}
    codes = list(dict.fromkeys(some_of(request, "country", countries)))
    if len(codes) > MOST:
        raise BadRequest(f"country: {len(codes)} countries are given; {MOST} can be compared at most")
    asked = questions_asked()
    markings = visible_markings(request.user)
    answered = answers(countries=codes, as_of=moment.as_of, known_at=moment.known_at, markings=markings)
    rows = rows_of([countries[code] for code in codes], answered)
    context = {
        "questions": asked,
        "rows": rows,
        "countries": countries.values(),
        "slots": [*codes, *[""] * (MOST - len(codes))],
    }
    return render(request, "commitments/compare.html", {**time_frame(request, moment, markings, asked), **context})
