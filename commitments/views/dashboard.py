"""The dashboard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.views.moments import moment_asked
from questionnaire.models import Questionnaire


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Who is in, with what, on what conditions, does it add up, what changed."""
    moment = moment_asked(request)
    questionnaire = Questionnaire.objects.first()
    return render(request, "commitments/dashboard.html", {"moment": moment, "questionnaire": questionnaire})
