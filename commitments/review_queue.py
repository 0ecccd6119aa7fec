"""The review queue: candidates in their paragraphs, with the position beside them and what accepting would change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest, Substr
from django.utils import timezone

from accounts.markings import visible_markings
from accounts.models import User
from commitments.effects import Effect, effect_of, parts_of, say_briefly
from commitments.models import Claim
from commitments.positions import Position, positions
from commitments.wording import Part

PAGE = 50
"""Candidates on a page of the queue."""

AROUND = 700
"""At most so many characters of its paragraph are shown before and after a quote."""

ELLIPSIS = "\u2026"


@dataclass(frozen=True)
class Filters:
    """Which candidates, in which order; empty means all."""

    by: str = "document"
    country: str = ""
    topic: str = ""
    document: int | None = None
    confidence: float | None = None
    origin: str = ""
    after: int | None = None

    @property
    def narrow(self) -> bool:
        """Whether they leave anything out."""
        return any((self.country, self.topic, self.document, self.confidence is not None, self.origin))


@dataclass(frozen=True)
class Card:
    """A claim as the queue shows it."""

    claim: Claim
    before: str
    after: str
    parts: list[Part]
    position: Position | None
    stands: str
    effect: Effect


@dataclass(frozen=True)
class Group:
    """The candidates of one document, or of one country."""

    title: str
    key: str
    cards: list[Card]


@dataclass(frozen=True)
class Queue:
    """One page of the queue; `following` is the `after` of the next page."""

    groups: list[Group] = field(default_factory=list)
    waiting: int = 0
    following: int | None = None


def read_queue(filters: Filters, *, user: User) -> Queue:
    """The candidates that this person may see and these filters let through, in a fixed number of queries."""
    matching = _matching(filters, user)
    order = ("country__name", "topic", "pk") if filters.by == "country" else ("-document_id", "start", "pk")
    ordered = _following(matching, filters, user).order_by(*order)
    claims = list(_with_text(ordered)[: PAGE + 1])
    following = claims[PAGE - 1].pk if len(claims) > PAGE else None
    cards = make_cards(claims[:PAGE], user=user)
    return Queue(_groups(cards, filters.by), matching.count(), following)


def read_cards(claim_ids: Iterable[int], *, user: User) -> list[Card]:
    """The cards of these claims, whatever their state, of those that this person may see."""
    claims = Claim.objects.visible_to(user).filter(pk__in=list(claim_ids)).order_by("pk")
    return make_cards(list(_with_text(claims)), user=user)


def make_cards(claims: Sequence[Claim], *, user: User) -> list[Card]:
    """Each claim with its paragraph, the position of its country on its topic, and what accepting it changes."""
    today = timezone.now().date()
    standing = {
        (position.country, position.topic): position
        for position in positions(
            as_of=today,
            markings=visible_markings(user),
            countries={claim.country_id for claim in claims},
            topics={claim.topic for claim in claims},
        )
    }
    since = dict(
        Claim.objects.filter(pk__in=[p.claim for p in standing.values()]).order_by().values_list("pk", "recorded_at")
    )
    return [_card(claim, standing.get((claim.country_id, claim.topic)), since, today) for claim in claims]


def _card(claim: Claim, position: Position | None, since: dict[int, object], today: date) -> Card:
    before, after = _paragraph(claim)
    return Card(
        claim=claim,
        before=before,
        after=after,
        parts=parts_of(claim),
        position=position,
        stands=say_briefly(parts_of(position)) if position else "",
        effect=effect_of(claim, position, since.get(position.claim) if position else None, today=today),  # type: ignore[arg-type]  # a column's value
    )


def _matching(filters: Filters, user: User) -> QuerySet[Claim]:
    wanted = Q()
    for name in ("country", "topic", "document", "origin"):
        if given := getattr(filters, name):
            wanted &= Q(**{name: given})
    if filters.confidence is not None:
        wanted &= Q(confidence__gte=filters.confidence)
    return Claim.objects.visible_to(user).candidates().filter(wanted)


def _following(claims: QuerySet[Claim], filters: Filters, user: User) -> QuerySet[Claim]:
    """What comes after the claim `filters.after` in the order of the queue."""
    last = filters.after and Claim.objects.visible_to(user).filter(pk=filters.after).select_related("country").first()
    if not last:
        return claims
    if filters.by == "country":
        same = Q(country__name=last.country.name)
        further = Q(country__name__gt=last.country.name) | same & Q(topic__gt=last.topic)
        return claims.filter(further | same & Q(topic=last.topic, pk__gt=last.pk))
    same = Q(document_id=last.document_id)
    further = Q(document_id__lt=last.document_id) | same & Q(start__gt=last.start)
    return claims.filter(further | same & Q(start=last.start, pk__gt=last.pk))


def _with_text(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """With source and people, and with the text around the quote alone: documents may be long."""
    around = Substr("document__text", Greatest(F("start") - AROUND + 1, 1), F("end") - F("start") + 2 * AROUND)
    return claims.with_source().select_related("decided_by").annotate(around=around)  # type: ignore[attr-defined]  # our query set


def _paragraph(claim: Claim) -> tuple[str, str]:
    """What stands before and after the quote in its paragraph."""
    text: str = claim.around  # type: ignore[attr-defined]  # annotated
    left = min(claim.start, AROUND)
    before, after = text[:left], text[left + len(claim.quote) :]
    head = before.rpartition("\n")[2]
    if "\n" not in before and left == AROUND:
        head = ELLIPSIS + before.partition(" ")[2]
    tail = after.partition("\n")[0]
    if "\n" not in after and len(after) >= AROUND:
        tail = after.rpartition(" ")[0] + ELLIPSIS
    return head, tail


def _groups(cards: list[Card], by: str) -> list[Group]:
    if by == "country":
        return [
            Group(of[0].claim.country.name, iso2, of)
            for iso2, found in groupby(cards, key=lambda card: card.claim.country_id)
            if (of := list(found))
        ]
    return [
        Group(str(of[0].claim.document), str(pk), of)
        for pk, found in groupby(cards, key=lambda card: card.claim.document_id)
        if (of := list(found))
    ]
