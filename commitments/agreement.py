"""How far two coders agree who coded the same without seeing each other: Krippendorff's alpha.

After Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): 1 is full agreement, 0 is
what chance gives, below 0 is systematic disagreement. Units that fewer than two coders rated are left out.
"""

import random
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from itertools import permutations
from typing import Any, Literal

Metric = Literal["nominal", "ordinal", "interval"]
Unit = tuple[Any, ...]
"""What each coder made of one thing; None where a coder did not rate it."""

RESAMPLES = 1000
LEVEL = 0.95
FEWEST = 5
"""Units below which there is no interval: resampling so few says nothing."""


def alpha(units: Sequence[Unit], metric: Metric = "nominal") -> float | None:
    """Krippendorff's alpha; None where it is not defined: nothing to compare, or no two values differ.

    Ordinal and interval values are numbers; nominal ones are anything that can be told apart.
    """
    pairs = _coincidences(units)
    totals: Counter[Hashable] = Counter()
    for (value, _), weight in pairs.items():
        totals[value] += weight  # type: ignore[assignment]  # a fraction of a pair
    n = sum(totals.values())
    distance = _distances(totals, metric)
    expected = sum(totals[a] * totals[b] * distance[a, b] for a, b in distance)
    if n <= 1 or not expected:
        return None
    observed = sum(weight * distance.get(pair, 0.0) for pair, weight in pairs.items())
    return 1 - (n - 1) * observed / expected


def pairable(units: Sequence[Unit]) -> int:
    """How many units at least two coders rated."""
    return sum(len(_ratings(unit)) > 1 for unit in units)


@lru_cache(maxsize=512)
def interval(units: tuple[Unit, ...], metric: Metric = "nominal") -> tuple[float, float] | None:
    """The 95 % interval of alpha by the bootstrap over units; None for few of them, or where most resamples have none.

    The draws are seeded: the same ratings give the same interval.
    """
    rated = [unit for unit in units if len(_ratings(unit)) > 1]
    draw = random.Random(len(rated))  # noqa: S311 - a statistic, no secret
    found = sorted(
        value
        for _ in range(RESAMPLES if len(rated) >= FEWEST else 0)
        if (value := alpha(draw.choices(rated, k=len(rated)), metric)) is not None
    )
    if len(found) < RESAMPLES / 2:
        return None
    tail = (1 - LEVEL) / 2
    return found[int(tail * len(found))], found[min(len(found) - 1, int((1 - tail) * len(found)))]


def _ratings(unit: Unit) -> list[Any]:
    return [value for value in unit if value is not None]


def _coincidences(units: Sequence[Unit]) -> dict[tuple[Hashable, Hashable], float]:
    """The matrix of coincidences: each unit with m ratings gives each ordered pair of them 1 / (m - 1)."""
    pairs: dict[tuple[Hashable, Hashable], float] = {}
    for unit in units:
        ratings = _ratings(unit)
        for pair in permutations(ratings, 2):
            pairs[pair] = pairs.get(pair, 0.0) + 1 / (len(ratings) - 1)
    return pairs


def _distances(totals: Mapping[Any, float], metric: Metric) -> dict[tuple[Any, Any], float]:
    """The squared difference of each two values."""
    if metric == "nominal":
        return dict.fromkeys(permutations(totals, 2), 1.0)
    if metric == "interval":
        return {(a, b): float(a - b) ** 2 for a, b in permutations(totals, 2)}
    order = sorted(totals)
    return {(a, b): _ordinal(order, totals, a, b) for a, b in permutations(totals, 2)}


def _ordinal(order: list[Any], totals: Mapping[Any, float], a: Any, b: Any) -> float:
    """Ranks apart: all ratings from the one to the other, of these two only half."""
    low, high = sorted((order.index(a), order.index(b)))
    between = sum(totals[value] for value in order[low : high + 1])
    return (between - (totals[a] + totals[b]) / 2) ** 2
