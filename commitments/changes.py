"""What changed: entries of the change log as a reader may see them, moves between two days, days of change.

An entry is numbered for each clearance apart (`commitments.models.change`): a reader's numbers have
no gaps, and entries about what they may not see are not among them. Where a document was restricted
later, the entry's number stays and its words are withheld. How to rebuild the matrix from the log:
`docs/history.md`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Exists, Func, OuterRef, Q, QuerySet

from accounts.markings import ORDER
from commitments.answers import QuestionPosition, answers, published_responses
from commitments.models import Change, Country
from commitments.positions import HELD_NOW, HELD_THEN, NEWEST, VALUE, VALUE_COLUMNS, Position, positions
from commitments.values import value_of
from documents.models import Document
from questionnaire.codebook import RULES
from questionnaire.codes import Topic

WITHHELD = "withheld"
"""The kind of an entry whose words are no longer this reader's to see; only its number and time are left."""

NUMBERS = ("number_clear", "number_green", "number_amber", "number_amber_strict", "sequence")
"""The columns with the number of an entry, by the greatest marking that the reader may see."""

NOT_WITHHELD = Q(withheld=False)
CLAIM_CAME = (Change.Kind.CLAIM_ACCEPTED, Change.Kind.CLAIM_EDITED)

CODED = ("stance", "status", "conditions", "value")
"""In what a position can have moved."""


CHANGE_DAYS = """
SELECT DISTINCT effective_on FROM (
    SELECT effective_on, says IS DISTINCT FROM lag(says) OVER cell AS new
    FROM (
        SELECT DISTINCT ON (s.country_id, s.topic, s.effective_on) s.country_id, s.topic, s.effective_on,
               ROW(s.stance, s.status, s.conditions, VALUE) AS says
        FROM commitments_standing s
        WHERE {HELD} AND (%(country)s::text IS NULL OR s.country_id = %(country)s)
          AND (%(topic)s::text IS NULL OR s.topic = %(topic)s)
        ORDER BY s.country_id, s.topic, NEWEST
    ) day
    WINDOW cell AS (PARTITION BY country_id, topic ORDER BY effective_on)
) told WHERE new
""".replace("VALUE", VALUE.format("s")).replace("NEWEST", NEWEST)


@dataclass(frozen=True)
class Entry:
    """One entry of the change log, as a reader sees it."""

    sequence: int
    """Its number among the entries that readers of this clearance see: 1, 2, 3, … without gaps."""
    at: datetime
    kind: str
    country: str | None
    topic: str | None
    question: int | None
    reason: str | None
    actor_role: str | None
    evidence: list[int]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True)
class Move:
    """How a country's position on a topic, or its answer to a question, differs between two days."""

    country: str
    question: int
    topic: str | None
    """None where the answer to the question moved."""
    before: Position | QuestionPosition | None
    after: Position | QuestionPosition
    changed: list[str]
    """Which of `stance`, `status`, `conditions`, `value`, `state`; all that it has where there was nothing before."""
    evidence: list[int]
    reasons: list[str]
    """Reasons given in the log for what it rests on."""
    entries: list[int]
    """Numbers of those entries."""


def entries(
    *,
    markings: Sequence[str],
    after: int = 0,
    before: int | None = None,
    countries: Iterable[str] | None = None,
    topics: Iterable[str] | None = None,
    questions: Iterable[int] | None = None,
    kinds: Iterable[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = 100,
    newest_first: bool = False,
) -> list[Entry]:
    """Entries numbered above `after` that fit, in their order, on the days `since` to `until` (UTC), both included.

    With `before`, only those numbered below it. `markings` are those of one clearance, as
    `visible_markings` gives them. Without filters the numbers have no gaps.
    """
    number = number_column(markings)
    rows = visible_changes(markings).filter(**{f"{number}__gt": after})
    if before is not None:
        rows = rows.filter(**{f"{number}__lt": before})
    for column, wanted in (("country", countries), ("topic", topics), ("question", questions), ("kind", kinds)):
        if wanted is not None:
            rows = rows.filter(NOT_WITHHELD, **{f"{column}__in": list(wanted)})
    if since is not None:
        rows = rows.filter(at__gte=_midnight(since))
    if until is not None:
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    rows = rows.order_by(f"-{number}" if newest_first else number)
    return [_entry(row, number) for row in (rows if limit is None else rows[:limit])]


def visible_changes(markings: Sequence[str]) -> QuerySet[Change]:
    """Entries numbered for readers of these markings; `withheld` says whether their words are hidden by now."""
    of_the_entry = Func(
        "pk", OuterRef("documents"), arg_joiner=" = ANY(", template="(%(expressions)s))", output_field=BooleanField()
    )
    hidden = Document.objects.filter(of_the_entry).exclude(marking__in=markings)
    return Change.objects.filter(**{f"{number_column(markings)}__isnull": False}).annotate(withheld=Exists(hidden))


def number_column(markings: Sequence[str]) -> str:
    """The column with the numbers that readers of these markings see."""
    return NUMBERS[max(ORDER.index(marking) for marking in markings)]


def last_sequence(markings: Sequence[str]) -> int:
    """The number of the newest entry that readers of these markings see; 0 where there is none."""
    number = number_column(markings)
    return (
        Change.objects.filter(**{f"{number}__isnull": False})
        .order_by(f"-{number}")
        .values_list(number, flat=True)
        .first()
        or 0
    )


def _entry(row: Change, number: str) -> Entry:
    sequence = getattr(row, number)
    if row.withheld:  # type: ignore[attr-defined]  # annotated
        return Entry(sequence, row.at, WITHHELD, None, None, None, None, None, [], None, None)
    return Entry(
        sequence=sequence,
        at=row.at,
        kind=row.kind,
        country=row.country_id,
        topic=row.topic or None,
        question=row.question,
        reason=row.reason or None,
        actor_role=row.actor_role,
        evidence=row.evidence,
        before=_shown(row.before),
        after=_shown(row.after),
    )


def _shown(kept: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the database kept of a claim or an answer, with the names of the codebook; null for empty codes."""
    if kept is None or "iso2" in kept:
        return None if kept is None else dict(kept)
    shown = {name.removesuffix("_id"): value for name, value in kept.items()}
    if "answers" in shown:
        shown["answers"] = [_coded(answer) for answer in shown["answers"]]
    return _coded(shown) if "topic" in shown else {**shown, **_codes_or_none(shown)}


def _coded(kept: Mapping[str, Any]) -> dict[str, Any]:
    value = value_of(Topic(kept["topic"]), kept)
    return {**{n: v for n, v in kept.items() if n not in VALUE_COLUMNS}, **_codes_or_none(kept), "value": value}


def _codes_or_none(kept: Mapping[str, Any]) -> dict[str, Any]:
    names = ("stance", "status", "bindingness", "speaker", "speaker_role")
    return {name: kept[name] or None for name in names if name in kept}


def moves(*, since: date, until: date, markings: Sequence[str], known_at: datetime | None = None) -> list[Move]:
    """Who moved between the two days: positions on topics, then published answers, by country and question.

    Both days are looked at by what is held now, or was at `known_at`.
    """
    days = [
        {(p.country, p.topic): p for p in positions(as_of=day, markings=markings, known_at=known_at)}
        for day in (since, until)
    ]
    countries = list(Country.objects.values_list("pk", flat=True))
    questions = [
        {
            (a.country, a.question): a
            for a in answers(as_of=day, markings=markings, known_at=known_at, countries=countries)
        }
        for day in (since, until)
    ]
    found = [_topic_move(days[0].get(cell), after) for cell, after in days[1].items()]
    found += [_question_move(questions[0][cell], after) for cell, after in questions[1].items()]
    moved = _with_reasons([move for move in found if move], markings)
    return sorted(moved, key=lambda move: (move.country, move.question, move.topic or ""))


def _topic_move(before: Position | None, after: Position) -> Move | None:
    changed = [name for name in CODED if getattr(after, name) != (getattr(before, name) if before else None)]
    if not changed:
        return None
    question = RULES[Topic(after.topic)].question
    return Move(after.country, question, after.topic, before, after, changed, after.evidence or [after.claim], [], [])


def _question_move(before: QuestionPosition, after: QuestionPosition) -> Move | None:
    """A move of the published answer; where only claims speak, the moves on the topics say it."""
    changed = [name for name in ("state", "stance") if getattr(after, name) != getattr(before, name)]
    if "response" not in (before.source, after.source) or not changed:
        return None
    earlier = before if before.source != "none" else None
    return Move(after.country, after.question, None, earlier, after, changed, after.evidence, [], [])


def _with_reasons(moved: list[Move], markings: Sequence[str]) -> list[Move]:
    """With the reasons that the log gives for what the moves rest on, in one query."""
    claims = {move.after.claim for move in moved if isinstance(move.after, Position)}
    rows = visible_changes(markings).filter(
        Q(kind__in=CLAIM_CAME, evidence__overlap=list(claims))
        | Q(kind=Change.Kind.RESPONSE_PUBLISHED, country__in={move.country for move in moved if move.topic is None}),
        NOT_WITHHELD,
    )
    behind: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in (_entry(row, number_column(markings)) for row in rows.order_by("sequence")):
        shown = entry.after or {}
        behind["claim" if "claim" in shown else "response", shown["claim" if "claim" in shown else "response"]] += [
            entry
        ]
    return [replace(move, **_reasons(behind[_rests_on(move)])) for move in moved]


def _rests_on(move: Move) -> tuple[str, int]:
    if isinstance(move.after, Position):
        return "claim", move.after.claim
    return "response", move.after.response.pk if move.after.response else 0


def _reasons(found: list[Entry]) -> dict[str, Any]:
    return {
        "reasons": sorted({entry.reason for entry in found if entry.reason}),
        "entries": [entry.sequence for entry in found],
    }


def change_days(
    *,
    markings: Sequence[str],
    known_at: datetime | None = None,
    country: str | None = None,
    topic: str | None = None,
) -> list[date]:
    """The days, in order, on which a position that these readers see became another than on the day before.

    Another stance, status, condition or value, or the first one; or an answer that counts from that day.
    """
    parameters = {
        "markings": list(markings),
        "known_at": known_at,
        "country": country,
        "topic": topic,
    }
    with connection.cursor() as cursor:
        cursor.execute(CHANGE_DAYS.format(HELD=HELD_NOW if known_at is None else HELD_THEN), parameters)
        days = {day for (day,) in cursor.fetchall()}
    if topic is None:
        shown = published_responses(as_of=date.max, markings=markings, known_at=known_at)
        days |= set(
            (shown if country is None else shown.filter(country=country)).values_list("effective_on", flat=True)
        )
    return sorted(days)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
