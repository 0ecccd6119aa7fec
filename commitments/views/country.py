"""One country: every question and topic, with the words that it rests on and the history behind it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.views.asked import country_asked, moment_asked


@require_safe
def country(request: HttpRequest, iso2: str) -> HttpResponse:
    """Where the country stands on each topic, since when, before that, on which evidence."""
    moment_asked(request)
    return render(request, "commitments/country.html", {"country": country_asked(iso2)})
