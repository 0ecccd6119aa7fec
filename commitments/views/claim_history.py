"""The history of a claim: each version with what it says otherwise, who made it, when and why."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from commitments.models import Claim, Country
from commitments.values import value_of
from commitments.versions import versions_of
from commitments.wording import Part, say, say_day
from questionnaire.codes import Topic


@require_GET
def claim_history(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions of a claim, to those who may see its document."""
    claim = get_object_or_404(Claim.objects.shown_to(request.user).with_source(), pk=pk)
    countries = dict(Country.objects.values_list("iso2", "name"))
    versions = versions_of(claim, tell=partial(_tell, countries=countries), reader=request.user)
    return render(request, "commitments/claim_history.html", {"claim": claim, "versions": versions})


def _tell(event: Any, countries: dict[str, str]) -> list[Part]:
    """What a version of a claim says, with its state."""
    parts = [
        Part("State", event.get_state_display()),
        Part("Made by", event.get_origin_display()),
        Part("Country", countries.get(event.country_id, event.country_id)),
        Part("Topic", event.get_topic_display()),
        *say(event.topic, event.stance, event.status, event.conditions, value_of(Topic(event.topic), event.__dict__)),
        Part("Attribution", event.get_attribution_display()),
        Part("Speaker", event.speaker),
        Part("Speaker's office", event.speaker_role),
        Part("Stated on", say_day(event.stated_on)),
        Part("Counts from", say_day(event.effective_on)),
        Part("Credibility", f"{event.credibility} {event.get_credibility_display()}"),
        Part("Same package as claim", str(event.restates_id or "")),
    ]
    return [part for part in parts if part.words]
