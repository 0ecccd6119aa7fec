"""Where each country stands on each question: the published answer where there is one, else what claims say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from commitments.models import Citation, Response, Showing, Standing
from commitments.positions import STALE_DAYS, Position, positions
from questionnaire.codebook import topics_of
from questionnaire.codes import AnswerState, Topic

LEADING: dict[int, tuple[Topic, ...]] = {
    1: (Topic.GUARANTEE,),
    2: (Topic.TROOPS, Topic.PARTICIPATION),
    3: (),
    4: (Topic.ATTACK_RESPONSE,),
    5: (Topic.US_SUPPORT,),
    6: (Topic.AID, Topic.SANCTIONS),
}
"""The topic whose stance a question shows where only claims speak: the first of these with a position."""


@dataclass(frozen=True)
class Version:
    """An earlier published answer."""

    response: int
    state: str
    stance: str | None
    effective_on: date


@dataclass(frozen=True)
class QuestionPosition:
    """Where a country stands on a question, and what that rests on."""

    country: str
    question: int
    source: str
    """`response` (published by analysts), `claims` (none is published; the newest claims speak) or `none`."""
    state: str
    stance: str | None
    effective_on: date | None
    age_days: int | None
    stale: bool
    conflict: bool
    topics: list[Position]
    evidence: list[int]
    response: Response | None = None
    since: date | None = None
    previous: Version | None = None
    contradicted_by: list[int] = field(default_factory=list)
    """Claims newer than the published answer that say otherwise on a topic of the question."""
    evidence_gone: list[int] = field(default_factory=list)
    """Cited claims that were held no longer."""


def answers(
    *,
    as_of: date,
    markings: Sequence[str],
    known_at: datetime | None = None,
    countries: Iterable[str],
    questions: Sequence[int] = tuple(LEADING),
) -> list[QuestionPosition]:
    """One item for each of these countries and questions, in three queries however many there are."""
    wanted = list(countries)
    by_cell: dict[str, dict[str, Position]] = defaultdict(dict)
    for position in positions(as_of=as_of, known_at=known_at, markings=markings, countries=wanted):
        by_cell[position.country][position.topic] = position
    published = _published(as_of, known_at, markings, wanted)
    return [
        _answer(
            country,
            number,
            [by_cell[country][topic] for topic in topics_of(number) if topic in by_cell[country]],
            published.get((country, number), []),
            as_of,
        )
        for country in wanted
        for number in questions
    ]


def published_responses(
    *, as_of: date, markings: Sequence[str], known_at: datetime | None = None
) -> QuerySet[Response]:
    """Versions that count for days up to `as_of`, newest version first, as these readers were shown them at `known_at`.

    Each version holds from the day on which it counts, whatever an earlier version said of later days.
    """
    shown = Showing.objects.filter(_held(known_at), response=OuterRef("pk"), marking__in=markings)
    versions = Response.objects.filter(Exists(shown), effective_on__lte=as_of).order_by("-number")
    if known_at is None:
        return versions
    # What was shown then and has been restricted since is not shown to these readers as it was then, either.
    hidden = Citation.objects.filter(response=OuterRef("pk")).exclude(claim__document__marking__in=markings)
    return versions.exclude(Exists(hidden)).filter(
        Q(official_reply__isnull=True) | Q(official_reply__marking__in=markings)
    )


def _held(known_at: datetime | None) -> Q:
    """What holds still, or held at `known_at`."""
    if known_at is None:
        return Q(known_until__isnull=True)
    return Q(known_from__lte=known_at) & (Q(known_until__isnull=True) | Q(known_until__gt=known_at))


def _published(
    as_of: date, known_at: datetime | None, markings: Sequence[str], countries: list[str]
) -> dict[tuple[str, int], list[Response]]:
    cells: dict[tuple[str, int], list[Response]] = defaultdict(list)
    stands = Exists(Standing.objects.filter(_held(known_at), claim=OuterRef("claim")))
    rows = (
        published_responses(as_of=as_of, known_at=known_at, markings=markings)
        .filter(country__in=countries)
        .select_related("question")
        .prefetch_related("answers", Prefetch("citations", queryset=Citation.objects.annotate(stands=stands)))
    )
    for response in rows:
        versions = cells[response.country_id, response.question.number]
        if not versions or response.effective_on < versions[-1].effective_on:
            versions.append(response)
    return cells


def _answer(
    country: str, number: int, topics: list[Position], versions: list[Response], as_of: date
) -> QuestionPosition:
    conflict = any(position.conflict for position in topics)
    if versions:
        return _from_response(country, number, topics, versions, as_of)
    if not topics:
        return QuestionPosition(
            country, number, "none", AnswerState.NOT_ASSESSED, None, None, None, False, conflict, [], []
        )
    newest = max(topics, key=lambda position: position.effective_on)
    leading = _leading(number, topics)
    return QuestionPosition(
        country=country,
        question=number,
        source="claims",
        state=AnswerState.ANSWERED,
        stance=leading.stance if leading else None,
        effective_on=newest.effective_on,
        age_days=newest.age_days,
        stale=newest.stale,
        conflict=conflict,
        topics=topics,
        evidence=sorted(position.claim for position in topics),
        since=leading.since if leading else newest.since,
    )


def _from_response(
    country: str, number: int, topics: list[Position], versions: list[Response], as_of: date
) -> QuestionPosition:
    current = versions[0]
    says = (current.state, current.stance)
    earlier = next((version for version in versions if (version.state, version.stance) != says), None)
    run = versions[: versions.index(earlier)] if earlier else versions
    age_days = max(0, (as_of - current.looked_at).days)
    cited = list(current.citations.all())
    leading = _leading(number, topics)
    return QuestionPosition(
        country=country,
        question=number,
        source="response",
        state=current.state,
        stance=current.stance or None,
        effective_on=current.effective_on,
        age_days=age_days,
        stale=age_days > STALE_DAYS,
        conflict=any(position.conflict for position in topics),
        topics=topics,
        evidence=sorted(citation.claim_id for citation in cited),
        response=current,
        since=run[-1].effective_on,
        previous=Version(earlier.pk, earlier.state, earlier.stance or None, earlier.effective_on) if earlier else None,
        contradicted_by=_contradictions(current, topics, leading),
        evidence_gone=sorted(c.claim_id for c in cited if not c.stands),  # type: ignore[attr-defined]  # annotated
    )


def _leading(number: int, topics: list[Position]) -> Position | None:
    return next((p for topic in LEADING[number] for p in topics if p.topic == topic), None)


def _contradictions(response: Response, topics: list[Position], leading: Position | None) -> list[int]:
    """Standing claims newer than the answer that point elsewhere.

    Their stance is another than the answer's on that topic (where it has none on any: than the whole
    answer's, on the leading topic), or they say something where the answer is that nothing was said.
    """
    newer = [position for position in topics if position.effective_on > response.effective_on]
    if response.state != AnswerState.ANSWERED:
        return [position.claim for position in newer]
    said = {answer.topic: answer.stance for answer in response.answers.all() if answer.stance}
    if not said and leading and response.stance:
        said = {leading.topic: response.stance}
    return [p.claim for p in newer if p.topic in said and p.stance != said[p.topic]]
