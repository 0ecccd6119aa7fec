"""Krippendorff's alpha against published worked examples and against NLTK's."""

import random

import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance, interval_distance

from commitments.agreement import alpha, interval, pairable

N = None
FOUR_OBSERVERS = list(
    zip(
        [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
        [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
        strict=True,
    )
)
"""Krippendorff (2011), section C: four observers, twelve units, missing ratings."""


@pytest.mark.parametrize(("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_worked_example_with_missing_ratings(metric, published):
    assert alpha(FOUR_OBSERVERS, metric) == pytest.approx(published, abs=0.0005)


def test_the_worked_example_of_two_observers_and_two_values():
    """Krippendorff (2011), section A: 0.095."""
    units = list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))
    assert alpha(units) == pytest.approx(0.095, abs=0.0005)


def test_the_worked_example_of_two_observers_and_five_values():
    """Krippendorff (2011), section B: 0.692."""
    units = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert alpha(units) == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("metric", "distance"), [("nominal", binary_distance), ("interval", interval_distance)])
def test_it_is_what_nltk_says(seed, metric, distance):
    draw = random.Random(seed)  # noqa: S311 - made-up ratings
    units = [tuple(draw.choice([1, 2, 3, 4]) for _ in range(draw.choice([2, 3]))) for _ in range(25)]
    said = [(f"c{i}", f"u{u}", value) for u, unit in enumerate(units) for i, value in enumerate(unit)]
    assert alpha(units, metric) == pytest.approx(AnnotationTask(data=said, distance=distance).alpha())


def test_full_agreement_is_one_and_no_variation_is_not_defined():
    assert alpha([("a", "a"), ("b", "b")]) == 1
    assert alpha([("a", "a"), ("a", "a")]) is None
    assert alpha([]) is None
    assert alpha([("a", None)]) is None


def test_a_unit_that_one_coder_rated_does_not_count():
    assert alpha([("a", "a"), ("b", "c"), ("b", None)]) == alpha([("a", "a"), ("b", "c")])
    assert pairable([("a", "a"), ("b", None), (None, None)]) == 1


def test_the_interval_holds_alpha_and_is_the_same_each_time():
    units = tuple(FOUR_OBSERVERS)
    low, high = interval(units)
    assert low <= alpha(units) <= high
    assert interval.__wrapped__(units) == (low, high)
    assert interval(()) is None
