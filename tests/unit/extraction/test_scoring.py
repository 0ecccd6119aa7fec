"""The measure by itself, and against the agreed one on the same predictions."""

import copy
import importlib.util
import random
from datetime import date

import orjson
import pytest

from extraction.evaluation import Evaluation, figures
from extraction.labelled import Labelled, read_labelled
from extraction.mistakes import mistakes_of
from extraction.scoring import is_exact, largest_matching, score, sentence_spans, wrong_numbers

TEXT = (
    "One. Mr. Berg said up to 700 Estonians could go. Malta will not send a soul. Nothing else. Still nothing. "
    "The mission should last three years. Tallinn gives EUR 4.5 million. And six boats. The end."
)


def a_label(country, topic, quote, *, stance=None, **value):
    start = TEXT.index(quote)
    return {
        "country": country,
        "topic": topic,
        "stance": stance,
        "status": None,
        "conditions": [],
        "value": value,
        "attribution": "media_report",
        "speaker": None,
        "stated_on": None,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
    }


LABELS = (
    a_label("EE", "troops", "up to 700 Estonians could go", stance="favor", personnel_min=None, personnel_max=700),
    a_label("MT", "troops", "Malta will not send a soul.", stance="against", personnel_min=None, personnel_max=None),
    a_label("EE", "duration", "last three years", months_min=36, months_max=36, open_ended=False),
    a_label("EE", "aid", "Tallinn gives EUR 4.5 million.", stance="favor", amount=4500000, currency="EUR"),
    a_label("EE", "aid", "And six boats.", stance="favor", quantity=6),
)
DOCUMENT = Labelled("001", "wire", TEXT, date(2025, 3, 1), LABELS)


def matched(*changes):
    """Matches per level of the labels themselves as predictions, with changes to some: (number, field, new value)."""
    predicted = copy.deepcopy(list(LABELS))
    for number, name, value in changes:
        place = predicted[number] if name in predicted[number] else predicted[number]["value"]
        place[name] = value
    return score(DOCUMENT, predicted).counts.matched


def test_the_labels_themselves_are_right_on_every_level():
    assert matched() == [5, 5, 5]


def test_a_wrong_stance_is_detected_only():
    assert matched((1, "stance", "undecided")) == [5, 4, 4]


def test_a_stance_is_not_asked_for_where_the_topic_has_none():
    assert matched((2, "stance", "favor")) == [5, 5, 5]


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [(0, "personnel_max", 70), (2, "open_ended", True), (3, "currency", "SEK"), (4, "quantity", None)],
)
def test_a_wrong_number_is_found_with_its_stance(number, name, value):
    assert matched((number, name, value)) == [5, 5, 4]


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [(0, "personnel_min", 3), (2, "open_ended", None), (3, "currency", " eur "), (4, "quantity", "6.0")],
)
def test_the_same_number_may_be_written_otherwise(number, name, value):
    assert matched((number, name, value)) == [5, 5, 5]


def test_a_shifted_quote_matches_nothing():
    scored = score(DOCUMENT, [{**LABELS[0], "start": LABELS[0]["start"] + 1}])
    assert scored.counts.matched == [0, 0, 0]
    assert scored.exact == (False,)


def test_the_next_sentence_is_near_enough_and_the_one_after_is_not():
    near = a_label("MT", "troops", "Nothing else.", stance="against")
    far = a_label("MT", "troops", "Still nothing.", stance="against")
    assert score(DOCUMENT, [near]).counts.matched[0] == 1
    assert score(DOCUMENT, [far]).counts.matched[0] == 0


def test_matching_is_one_to_one_and_as_large_as_can_be():
    assert largest_matching([[0, 1], [0]], 2) == {0: 1, 1: 0}
    assert score(DOCUMENT, [LABELS[0], LABELS[0]]).counts.matched[0] == 1


def test_a_title_or_a_number_of_a_list_ends_no_sentence():
    assert len(sentence_spans("Mr. Berg spoke to Gen. Lill. He left.\n\n1. First point\n- second")) == 4


@pytest.mark.parametrize("start", [True, None, "0", -1])
def test_offsets_are_whole_numbers_inside_the_text(start):
    assert not is_exact({"start": start, "end": 3, "quote": "One"}, TEXT)


def test_a_value_that_is_no_object_has_none_of_the_numbers():
    assert wrong_numbers(LABELS[4], {**LABELS[4], "value": "six"}) == ["quantity"]


def test_each_mistake_has_a_name():
    predicted = [
        {**LABELS[0], "value": {}},
        {**LABELS[1], "stance": "favor"},
        {**LABELS[3], "country": "LV"},
        {**LABELS[3], "topic": "sanctions"},
        {**LABELS[1], "quote": "Malta will"},
    ]
    assert {mistake.kind for mistake in mistakes_of(score(DOCUMENT, predicted))} == {
        "number of troops: personnel_max",
        "stance of troops: favor for against",
        "aid of the wrong country",
        "sanctions where the label has aid",
        "quote that is not in the text",
        "duration missed",
        "aid (favor) missed",
    }


def damaged(claims, draw):
    """Predictions as a careless coder would make them from the labels."""
    for claim in copy.deepcopy(claims):
        chance = draw.random()
        if chance < 0.15:
            continue
        if chance < 0.3:
            claim["stance"] = draw.choice(["favor", "against", None])
        elif chance < 0.4:
            claim["start"] += 1
        elif chance < 0.5:
            claim["value"] = dict.fromkeys(claim["value"], 7)
        elif chance < 0.6:
            claim["topic"] = draw.choice(["aid", "troops", "weather", None])
        elif chance < 0.7:
            yield copy.deepcopy(claim)
        yield claim


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_agreed_measure_gives_the_same_figures(shared, tmp_path, seed):
    theirs = the_agreed_measure(shared)
    labelled = shared / "data" / "eval" / "dev"
    draw = random.Random(seed)  # noqa: S311 - damage that is the same each time
    documents = read_labelled(labelled)
    predicted = {document.name: list(damaged(document.claims, draw)) for document in documents}
    for name, claims in predicted.items():
        (tmp_path / f"{name}.json").write_bytes(orjson.dumps({"claims": claims}))
    expected = theirs.evaluate(labelled, tmp_path)
    ours = figures(Evaluation([score(document, predicted[document.name]) for document in documents]))
    assert {name: ours[name] for name in expected} == expected
    assert 0.4 < ours["overall"]["c"]["f1"] < 0.9


def the_agreed_measure(shared):
    spec = importlib.util.spec_from_file_location("agreed_measure", shared / "tools" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
