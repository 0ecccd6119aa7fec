"""Sentences of our own, one a line in `sentences.txt`, with what each must give."""

from datetime import date
from pathlib import Path

import pytest

from extraction.engine import extract

HEAD = "Talks on a peace force for Ukraine went on this week, after Russia refused a ceasefire.\n\n"
LINES = [
    tuple(part.strip() for part in line.split("|", 1))
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def found(sentence):
    claims = extract(HEAD + sentence, published_on=date(2025, 6, 2)).claims
    return [claim for claim in claims if claim.start >= len(HEAD)]


@pytest.mark.parametrize(("wanted", "sentence"), LINES)
def test_a_sentence_gives_its_claim(wanted, sentence):
    claims = found(sentence)
    if wanted == "-":
        assert claims == []
        return
    country, topic, stance, *number = wanted.split()
    fitting = [c for c in claims if (c.country, c.topic, c.stance or "none") == (country, topic, stance)]
    assert fitting, [(c.country, c.topic, c.stance) for c in claims]
    assert not number or number[0] in [str(given) for claim in fitting for given in claim.value.values()]
