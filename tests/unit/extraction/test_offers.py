"""Sentences on aid, soldiers and taking part, and what each must give (`offers.txt`)."""

from datetime import date
from pathlib import Path

import pytest

from extraction.engine import CandidateClaim, extract

LEAD = "European leaders met on Monday to discuss Ukraine, a possible peacekeeping force and more military aid.\n\n"
DAY = date(2025, 6, 2)
LINES = [
    line.split(" | ", 1)
    for line in (Path(__file__).parent / "offers.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("wanted", "sentence"), LINES, ids=[sentence for _, sentence in LINES])
def test_a_sentence_gives_its_claims(wanted, sentence):
    text = LEAD + sentence.replace("\\n", "\n")
    found = [claim for claim in extract(text, published_on=DAY).claims if claim.start >= len(LEAD)]
    if wanted == "-":
        assert not found
        return
    for claim in wanted.split("; "):
        assert any(agrees(claim.split(), each) for each in found), (claim, found)


def agrees(wanted: list[str], claim: CandidateClaim) -> bool:
    """Whether a claim has the country, topic and stance, then the status, +condition or name=value, of a line."""
    if (claim.country, claim.topic, claim.stance) != tuple(wanted[:3]):
        return False
    for code in wanted[3:]:
        name, _, value = code.partition("=")
        if code.startswith("+"):
            right = code[1:] in claim.conditions
        else:
            right = str(claim.value.get(name)) == value if value else claim.status == code
        if not right:
            return False
    return True
