"""What a country has said, statement by statement, newest first."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from commitments.models import Standing
from commitments.moments import Moment

SHOWN = 300
"""At most so many statements of a country are shown; the API has all."""


def timeline(country: str, moment: Moment, *, markings: Sequence[str]) -> QuerySet[Standing]:
    """The accepted claims of the country that counted on that day, as they were held at that moment, with sources."""
    held = Q(known_until__isnull=True)
    if moment.known_at is not None:
        later = held | Q(known_until__gt=moment.known_at)
        held = Q(known_from__lte=moment.known_at) & later & Q(document__marking__in=markings)
    return (
        Standing.objects.filter(held, country=country, effective_on__lte=moment.as_of, marking__in=markings)
        .select_related("document")
        .defer("document__text", "document__search")
        .order_by("-effective_on", "credibility", "-recorded_at", "-claim_id")[:SHOWN]
    )
