"""Openings find exactly what their patterns find when they are tried everywhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import compose, sources
from extraction.openings import Openings, openings
from extraction.words import Words

KNOWN = {**compose._openings().patterns, **sources._openings().patterns}
SAID = (
    "the prime minister said that he told reporters a former defence minister of germany's g7 e3 it its own nato-led "
    "government spokeswoman opposition lawmakers mps the eu's leaders both countries baltic states parliament dail i'm "
    "according to an unnamed senior official in kyiv , . \" ( ) - ' 3 1,000 € they added bundestag we replied"
)
TEXTS = st.lists(st.sampled_from(SAID.split()) | st.text("aeinst' -3.\"é", max_size=4), max_size=40).map(" ".join)


def test_the_patterns_in_use_are_these() -> None:
    assert set(KNOWN) == {"excluded", "generic", "office", "body", "group", "parliament", "pronoun", "speech"}


@given(TEXTS)
def test_matches_are_those_of_the_pattern_alone(text: str) -> None:
    over = Openings(KNOWN).over(Words(text))
    for name, pattern in KNOWN.items():
        assert [m.span() for m in over[name].finditer()] == [m.span() for m in pattern.finditer(text)], name


@given(TEXTS, st.integers(0, 200), st.integers(0, 200))
def test_between_two_offsets_too(text: str, start: int, end: int) -> None:
    over = Openings(KNOWN).over(Words(text))
    for name, pattern in KNOWN.items():
        alone, opened = pattern.search(text, start, end), over[name].search(start, end)
        assert (opened and opened.span()) == (alone and alone.span()), name
        assert alone is None or over[name].may_begin(start, end)


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        (r"(?<![a-z])(?:prime )?minister\b", {"prime ", "minister"}),
        (r"said|told (?:us|them)", {"said", "told "}),
        (r"(?:s|t)old", {"s", "t"}),
        (r"men?bers", {"me"}),
        (r"ab+c", {"ab"}),
        (r"\w+ said", {""}),
    ],
)
def test_openings_are_the_plain_letters(pattern: str, begins: set[str]) -> None:
    assert openings(pattern) == begins


def test_a_pattern_that_any_word_may_begin_is_refused() -> None:
    with pytest.raises(ValueError, match="any word"):
        Openings({"any": re.compile(r"\w+ said")})
