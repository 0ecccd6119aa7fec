"""What the scorer is told, how it is kept, and what is made of its chances."""

from datetime import date

import numpy as np
import pytest

from extraction import features
from extraction.assembly import Proposal, attributed, merged
from extraction.concepts import tag
from extraction.confidence import confidence
from extraction.reading import Reading, ready
from extraction.scorer import MODELS, Linear, Scorer, dump, load, scorer
from extraction.words import stems
from questionnaire.codebook import empty_value
from questionnaire.codes import Topic


def readings(text: str) -> list[Reading]:
    return list(ready(text, published_on=date(2025, 6, 2)).readings)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "poland's 5,000 soldiers, twenty of them: €3?",
            ["poland", "#n", "soldier", "#w", "of", "them", ":", "€", "#n", "?"],
        ),
        ("", []),
        ("—…", []),
    ],
)
def test_stems(text, wanted):
    assert stems(text) == wanted


def test_concepts_stand_at_their_places():
    found = tag(stems("would not send soldiers unless a ceasefire holds"))
    assert {(1, "neg"), (2, "send"), (3, "soldiers"), (6, "ceasefire")} <= set(found)
    assert found == sorted(found, key=lambda one: one[0])


def test_a_phrase_wins_over_its_words():
    assert [at for at, _ in tag(stems("sea drones"))] == [0]


LINE = "Poland will not send soldiers to Ukraine, Donald Tusk said. Germany asked why."


def test_the_countries_of_a_sentence_and_their_parts():
    first, second = readings(LINE)
    parts = {candidate.country: candidate.roles for candidate in first.candidates}
    assert parts["PL"] >= {"subject:state", "source:official_named", "named:person:free"}
    assert {candidate.country: candidate.roles for candidate in second.candidates}["PL"] >= {"before", "recent:0"}


def told_of(reading: Reading, country: str) -> tuple[features.Share, list[str]]:
    """What a sentence says as a country in it sees it, and its features."""
    mine = features.share(reading.line, next(each for each in reading.candidates if each.country == country))
    return mine, features.names(features.of_candidate, mine, len(reading.candidates))


def test_features_of_a_sentence_and_of_a_country_in_it():
    reading = readings(LINE)[0]
    of_sentence = features.names(reading.tell)
    assert {"s1:send", "s2:not_send", "sC:soldiers", "sC:neg", "cc:neg>send", "f:first", "bias"} <= set(of_sentence)
    mine, told = told_of(reading, "PL")
    assert {"c1:@self", "c1:@ua", "c2:@self_will", "a:not", "cn:neg>send"} <= set(told)
    assert len(told) == len(set(told))
    assert "troops~cC:soldiers" in features.names(features.of_stance, mine, "troops")


def test_features_are_the_same_whatever_country_it_is():
    norwegian = told_of(readings("Norway will help Ukraine.")[0], "NO")[1]
    assert norwegian == told_of(readings("Sweden will help Ukraine.")[0], "SE")[1]


def test_features_looked_up_at_once_are_those_that_are_written_down():
    fitted, reading = scorer(), readings(LINE)[0]
    known = [name for name in features.names(reading.tell) if name in fitted.topics.rows]
    sums = fitted.sums("topics", fitted.rows(reading.tell))
    assert sums[-1] == len(known)
    assert np.allclose(sums[:-1], sum(fitted.topics.weights[fitted.topics.rows[name]] for name in known), atol=1e-3)


def a_linear(*labels: str) -> Linear:
    weights = np.array([[1.27 * (1 + column) for column in range(len(labels))], [-0.5] * len(labels)], dtype=np.float32)
    return Linear(labels, {"s1:send": 0, "s1:not": 1}, weights, np.zeros(len(labels), dtype=np.float32))


def test_a_scorer_is_kept_and_read_again():
    models = {name: a_linear("one", "two") for name in MODELS}
    given = Scorer(**models, confidence={"bias": -1.0, "odds_topic": 0.5}, threshold=0.25)
    read = load(dump(given))
    assert (read.confidence, read.threshold) == (given.confidence, given.threshold)
    for name in MODELS:
        kept, again = getattr(given, name), getattr(read, name)
        assert (again.labels, again.rows) == (kept.labels, kept.rows)
        assert np.allclose(again.weights, kept.weights, atol=0.011)
    assert dump(read) == dump(load(dump(read)))


def test_nothing_known_leaves_the_bias_alone():
    assert a_linear("one").chances(np.zeros(2, dtype=np.float32)).tolist() == [0.5]


def test_the_scorer_of_the_package_is_whole():
    fitted = scorer()
    assert set(fitted.topics.labels) == {topic.value for topic in Topic}
    assert 0 < fitted.threshold < 1
    assert fitted.confidence


def test_confidence_lies_between_nought_and_one():
    assert confidence({"bias": 900.0}, {}) == 1
    assert confidence({"odds_topic": -900.0}, {"odds_topic": 1.0}) == 0
    assert confidence({}, {"never": 1.0}) == 0.5


def a_proposal(**changes) -> Proposal:
    codes = {"country": "PL", "topic": "troops", "stance": "favor", "status": None, "conditions": ()}
    place = {"start": 0, "end": 9, "sentence": 0, "chance": 0.5, "chances": {}}
    whose = {"attribution": "media_report", "speaker": None, "stated_on": None}
    given = {"value": empty_value(Topic.TROOPS), **codes, **place, **whose, **changes}
    return Proposal(**given)


TROOPS = empty_value(Topic.TROOPS)


@pytest.mark.parametrize(
    ("second", "left"),
    [
        ({"sentence": 1}, 1),
        ({"sentence": 2}, 2),
        ({"country": "DE"}, 2),
        ({"topic": "aid"}, 2),
        ({"stance": "against"}, 2),
        ({"value": TROOPS | {"personnel_max": 300}}, 1),
    ],
)
def test_what_says_the_same_is_one_claim(second, left):
    assert len(merged([a_proposal(), a_proposal(start=10, end=19, **second)])) == left


def test_different_numbers_are_two_claims():
    numbers = [a_proposal(value=TROOPS | {"personnel_max": most}) for most in (300, 500)]
    assert len(merged(numbers)) == 2


def test_the_likelier_of_two_is_kept_and_a_condition_is_not_lost():
    sure = a_proposal(chance=0.9)
    hedged = a_proposal(stance="conditional", conditions=("ceasefire",), sentence=1, start=10, end=19)
    (one,) = merged([hedged, sure])
    assert (one.start, one.stance, one.conditions) == (0, "conditional", ("ceasefire",))


@pytest.mark.parametrize(
    ("text", "official", "wanted"),
    [
        ("Poland will send soldiers, Donald Tusk said.", False, ("official_named", "Donald Tusk")),
        ("Donald Tusk wants to send soldiers.", True, ("official_named", "Donald Tusk")),
        ("Poland will send soldiers, a Polish official said.", False, ("official_anonymous", None)),
        ("Poland will send soldiers, the Foreign Ministry said in a statement.", False, ("document", None)),
        ("Poland will send soldiers, Emmanuel Macron said.", True, ("third_party", "Emmanuel Macron")),
        ("Poland will send soldiers.", True, ("document", None)),
        ("Poland will send soldiers.", False, ("media_report", None)),
    ],
)
def test_whose_words_they_are(text, official, wanted):
    clause = readings(f"{text} Ukraine.")[0].line.clauses[0]
    assert attributed(clause, "PL", official=official) == wanted
