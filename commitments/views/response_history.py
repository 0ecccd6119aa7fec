"""The history of an answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from commitments.response_history import response_history
from commitments.views.cells import cell_at


@require_GET
def history(request: HttpRequest, iso2: str, number: int) -> HttpResponse:
    """What happened to the answer: who, when, why, and field by field what changed."""
    country, question = cell_at(iso2, number)
    page = {
        "country": country,
        "question": question,
        "versions": response_history(country, question, reader=request.user),
    }
    return render(request, "commitments/response_history.html", page)
