"""How far the coders of each question agree: what `/methodology/` shows of double coding."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from commitments.agreement import Metric, Unit, alpha, interval, pairable
from commitments.editing import hidden_from
from commitments.models import Coding
from questionnaire.codebook import RULES
from questionnaire.codes import Bindingness, Topic

NO_CODE = "none"
"""What a coder says who leaves a stance empty that the other has filled in."""


@dataclass(frozen=True)
class Agreement:
    """Alpha of one field of one question, over the countries that two people coded blind to each other."""

    question: int
    field: str
    metric: Metric
    n: int
    alpha: float | None
    low: float | None
    high: float | None


def coder_agreement(reader: User | AnonymousUser) -> list[Agreement]:
    """One item for each question and field, by what rests on documents that this reader may see; in four queries."""
    pairs = _pairs(reader)
    found = []
    for number in sorted(pairs):
        for field, metric, rate in _fields(number):
            units = _units(pairs[number], rate, metric)
            low, high = interval(units, metric) or (None, None)
            found.append(Agreement(number, field, metric, pairable(units), alpha(units, metric), low, high))
    return [item for item in found if item.n]


def _units(
    pairs: Sequence[Sequence[dict[str, Any]]], rate: Callable[[dict[str, Any]], Any], metric: Metric
) -> tuple[Unit, ...]:
    """The ratings of each pair. What both leave empty is left out; a code that one alone gives is a disagreement.

    An order has no place for an empty rating: there it is missing.
    """
    empty = NO_CODE if metric == "nominal" else None
    rated = (tuple(map(rate, pair)) for pair in pairs)
    return tuple(tuple(empty if one is None else one for one in unit) for unit in rated if any(unit))


def _pairs(reader: User | AnonymousUser) -> dict[int, list[tuple[dict[str, Any], ...]]]:
    """The contents of both codings of each pair, once both are handed in, by the question's number."""
    by_pair: dict[int, list[Coding]] = defaultdict(list)
    handed_in = Coding.objects.filter(handed_in_at__isnull=False).select_related("pair__question")
    for coding in handed_in.order_by("pair_id", "place"):
        by_pair[coding.pair_id].append(coding)
    hidden = {id(draft) for draft in hidden_from(reader, [c.content for of in by_pair.values() for c in of])}
    pairs: dict[int, list[tuple[dict[str, Any], ...]]] = defaultdict(list)
    for codings in by_pair.values():
        contents = tuple(coding.content for coding in codings)
        if len(contents) > 1 and not any(id(content) in hidden for content in contents):
            pairs[codings[0].pair.question.number].append(contents)
    return pairs


def _fields(number: int) -> Sequence[tuple[str, Metric, Callable[[dict[str, Any]], Any]]]:
    """The fields that are compared, each with its metric and how a coding is read as a rating."""
    topics = [rule.topic for rule in RULES.values() if rule.question == number and rule.has_stance]
    return [
        ("State", "nominal", lambda said: said.get("state") or None),
        ("Stance", "nominal", lambda said: said.get("stance") or None),
        *((f"Stance on {topic.label.lower()}", "nominal", _stance_on(topic)) for topic in topics),
        ("Bindingness", "ordinal", _bindingness),
    ]


def _stance_on(topic: Topic) -> Callable[[dict[str, Any]], Any]:
    return lambda said: said.get(f"{topic}.stance") or None


def _bindingness(said: dict[str, Any]) -> int | None:
    order = list(Bindingness)
    given = said.get("bindingness")
    return order.index(Bindingness(given)) + 1 if given in order else None
