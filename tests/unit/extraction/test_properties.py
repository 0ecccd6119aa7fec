"""Whatever the text is: no exception, exact quotes, legal codes, tracked countries, the same again, in linear time."""

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.actors import tracked
from extraction.engine import Extraction, extract
from questionnaire.codebook import RULES, claim_errors
from questionnaire.codes import Topic

WORDS = [
    "Germany", "Poland", "Kyiv", "Russia", "Ukraine", "the US", "American", "soldiers", "troops",
    "will", "not", "send",
    "would", "if a ceasefire holds", "said", "told", "Macron", "Merz", "Zelensky", "he", "it",
    "they", "we", "and", "but",
    "that", "force of", "30,000", "€5 billion", "tanks", "for", "to", "in Lviv", "sanctions on",
    "oil", "package", "guarantee",
    "Article 5", "only", "provided", "unless", '"quoted words"', "opposition", ",", ".", "?", ":",
    "-", ";", "(", ")", "|",
    "\n", "\n\n", "•", "1.", "12:30", "Poland:", "years", "two", "must", "take part", "without", "because",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join)


def check(text: str, found: Extraction) -> None:
    for claim in found.claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.quote == text[claim.start : claim.end]
        assert claim.quote.strip()
        assert claim.country in tracked()
        assert 0 <= claim.confidence <= 1
        assert set(claim.value) == {field.name for field in RULES[Topic(claim.topic)].fields}
        codes = {"topic": claim.topic, "stance": claim.stance, "status": claim.status, "value": claim.value}
        assert claim_errors(conditions=list(claim.conditions), **codes) == []
    for passage in found.passages:
        assert 0 <= passage.start < passage.end <= len(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_words_in_any_order(text):
    found = extract(text, published_on=date(2025, 6, 1))
    check(text, found)
    assert extract(text, published_on=date(2025, 6, 1)) == found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), TEXTS, st.sampled_from([None, "DE", "UA", "XX", ""]))
def test_any_characters_around_them(noise, words, hint):
    text = noise + words + noise
    check(text, extract(text, country_hint=hint))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", ".", "?", '"', "Ukraine", "\ufeff", "\0", "\u202e", "🙂" * 50, "=" * 5000]
)
def test_texts_that_hardly_are_one(text):
    found = extract(text, published_on=date(2025, 6, 1))
    check(text, found)
    assert found.claims == ()


PREFIX = "The talks on the force for Ukraine will go on and the ministers have said that this is not the end of it. "
SENTENCE = "Germany will send 5,000 soldiers to Ukraine if a ceasefire holds, Friedrich Merz said. "
MONSTERS = {
    "one endless sentence": "Germany will send soldiers to Ukraine and ",
    "ten thousand countries": "Germany, Poland, France, Spain and ",
    "nested quotes": '"Poland said that "France said that \'Spain will not send soldiers\' to Ukraine" and ',
    "what can't be seen": "Ger\u200bmany wi\u00adll se\u0301nd sol\u200ddiers \u202eto Ukraine. ",
    "no blanks at all": "Germany",
    "blanks only": " \n",
    "brackets": "((((|- : ; ",
    "numbers": "1,000,000.5 billion €5 two hundred and ",
    "headings": "Germany: no soldiers\n\n",
    "questions": "Will Germany send soldiers to Ukraine? No. ",
    "plain": SENTENCE,
}


TRIES = 3
"""What is too slow is so each time; a busy machine is not."""


@pytest.mark.parametrize("name", MONSTERS)
def test_time_grows_with_the_length_and_no_faster(name):
    short, long = (PREFIX + MONSTERS[name] * (size // len(MONSTERS[name])) for size in (10_000, 100_000))
    check(short, extract(short))
    limit = 40 * max(seconds(short), 0.2)
    assert any(seconds(long) < limit for _ in range(TRIES))


@pytest.mark.parametrize("name", ["one endless sentence", "ten thousand countries"])
def test_a_megabyte_takes_a_bounded_time(name):
    text = PREFIX + MONSTERS[name] * (1_000_000 // len(MONSTERS[name]))
    assert seconds(text) < 120


def seconds(text: str) -> float:
    """Of this thread's own work: others of the process may have something to do."""
    began = time.thread_time()
    check(text, extract(text))
    return time.thread_time() - began
