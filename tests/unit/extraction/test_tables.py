"""The old tables of single sentences, as a measure: so many must be right, for a scorer is right mostly, not always."""

from datetime import date
from pathlib import Path

import pytest

from extraction.engine import CandidateClaim, extract

LEAD = "European leaders met on Monday to discuss Ukraine, a possible peacekeeping force and more military aid.\n\n"
DAY = date(2025, 6, 2)
FLOORS = {"offers.txt": (0.72, 0.72), "sentences.txt": (0.68, 0.66)}
"""Least share of sentences that give their claims, and of those which must give nothing and do."""


def lines(name: str) -> list[tuple[str, str]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    rows = (line.split(" | ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return [(wanted, sentence.replace("\\n", "\n")) for wanted, sentence in rows]


def found(sentence: str) -> list[CandidateClaim]:
    claims = extract(LEAD + sentence, published_on=DAY).claims
    return [claim for claim in claims if claim.start >= len(LEAD)]


def agrees(wanted: list[str], claim: CandidateClaim) -> bool:
    """Whether a claim has a line's country, topic, stance, then its number, status, +condition or name=value."""
    if (claim.country, claim.topic, claim.stance or "none") != tuple(wanted[:3]):
        return False
    for code in wanted[3:]:
        name, _, value = code.partition("=")
        if code.startswith("+"):
            right = code[1:] in claim.conditions
        elif code.isdigit():
            right = code in map(str, claim.value.values())
        else:
            right = str(claim.value.get(name)) == value if value else claim.status == code
        if not right:
            return False
    return True


@pytest.mark.parametrize("name", FLOORS)
def test_most_sentences_give_their_claims_and_most_others_nothing(name):
    giving = [(wanted, sentence) for wanted, sentence in lines(name) if wanted != "-"]
    silent = [sentence for wanted, sentence in lines(name) if wanted == "-"]
    right = sum(
        all(any(agrees(claim.split(), each) for each in found(sentence)) for claim in wanted.split("; "))
        for wanted, sentence in giving
    )
    nothing = sum(not found(sentence) for sentence in silent)
    shares = right / len(giving), nothing / len(silent)
    print(f"{name}: {shares[0]:.3f} of {len(giving)} give their claims, {shares[1]:.3f} of {len(silent)} give nothing")
    assert all(share >= floor for share, floor in zip(shares, FLOORS[name], strict=True)), shares
