"""What changed between two days, and what the change log has of them."""

from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.markings import visible_markings
from commitments.changes import entries, moves
from commitments.days import days_around
from commitments.models import Change, Country
from commitments.moments import Moment, MomentError, read_day
from commitments.views.asked import moment_asked
from commitments.views.framing import moment_query, questions_asked

STEPS_BACK = 10
"""Without `since`, the page goes back over so many days of change."""

ENTRIES_SHOWN = 100


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Who moved on what, from what to what, on which evidence; then what was recorded on those days."""
    moment = moment_asked(request)
    markings = visible_markings(request.user)
    since, until = _span(request, moment, markings)
    moved = moves(since=since, until=until, markings=markings, known_at=moment.known_at)
    recorded = entries(markings=markings, since=since, until=until, newest_first=True, limit=ENTRIES_SHOWN + 1)
    kinds = dict(Change.Kind.choices)
    return render(
        request,
        "commitments/changes.html",
        {
            "since": since,
            "until": until,
            "moment": moment,
            "moment_query": moment_query(request),
            "moves": sorted(moved, key=lambda move: move.after.effective_on or date.min, reverse=True),
            "entries": [(entry, kinds.get(entry.kind, "Withheld")) for entry in recorded[:ENTRIES_SHOWN]],
            "more": len(recorded) > ENTRIES_SHOWN,
            "names": {country.iso2: country for country in Country.objects.all()},
            "questions": {question.number: question for question in questions_asked()},
        },
    )


def _span(request: HttpRequest, moment: Moment, markings: list[str]) -> tuple[date, date]:
    """The two days in the address; without them, the last days of change up to now."""
    try:
        until = read_day(request.GET.get("until", ""), "until") or moment.as_of
        since = read_day(request.GET.get("since", ""), "since")
    except MomentError as error:
        raise BadRequest(str(error)) from None
    if since is None:
        since = days_around(Moment(until, moment.known_at), markings=markings, since=None).back(STEPS_BACK) or until
    if since > until:
        raise BadRequest(f"since: {since} is after until, {until}")
    return since, until
