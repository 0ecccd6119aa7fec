"""The labelled documents of this repository: legal by the codebook, quotes exact, and read well enough."""

from functools import cache
from pathlib import Path

import pytest

from extraction.evaluation import Evaluation, evaluate
from extraction.labelled import Labelled
from extraction.marked import read_documents
from extraction.scoring import is_exact
from questionnaire.codebook import claim_errors
from questionnaire.codes import Attribution

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PARTS = ("work", "kept", "train", "measure")
JSON = ("work", "kept")
FLOORS = {"kept": (0.58, 0.53), "measure": (0.56, 0.46)}
"""Least F1 of detection and with the stance, on documents that the scorer was not fitted on."""
WITHOUT_SPEAKER = {Attribution.OFFICIAL_ANONYMOUS, Attribution.DOCUMENT, Attribution.MEDIA_REPORT}


@cache
def documents(part: str) -> list[Labelled]:
    return read_documents(CORPUS / part)


@cache
def evaluated(part: str) -> Evaluation:
    return evaluate(documents(part))


@pytest.mark.parametrize("part", PARTS)
def test_each_claim_is_legal_and_quotes_its_text(part):
    for document in documents(part):
        for claim in document.claims:
            assert is_exact(claim, document.text), (document.name, claim["quote"])
            codes = {name: claim[name] for name in ("topic", "stance", "status", "conditions", "value")}
            assert claim_errors(**codes) == [], (document.name, claim["quote"])


@pytest.mark.parametrize("part", JSON)
def test_a_speaker_is_named_in_the_text_where_the_attribution_has_one(part):
    for document in documents(part):
        for claim in document.claims:
            assert claim["attribution"] in set(Attribution)
            if claim["speaker"]:
                assert claim["attribution"] not in WITHOUT_SPEAKER
                assert claim["speaker"] in document.text


@pytest.mark.parametrize("part", PARTS)
def test_a_part_has_claimless_documents_and_no_text_twice(part):
    assert any(not document.claims for document in documents(part))
    assert len({document.text for document in documents(part)}) == len(documents(part))


def test_no_text_is_fitted_on_and_measured():
    fitted = {document.text for part in ("train", "work") for document in documents(part)}
    assert not fitted & {document.text for part in ("kept", "measure") for document in documents(part)}


@pytest.mark.parametrize("part", FLOORS)
def test_documents_not_fitted_on_are_read_well_enough(part):
    overall = evaluated(part).overall
    shares = [overall.rates(level)[2] for level in ("a", "b")]
    print(f"{part}: F1 of detection {shares[0]:.3f}, with the stance {shares[1]:.3f}")
    assert all(share >= floor for share, floor in zip(shares, FLOORS[part], strict=True)), shares


@pytest.mark.parametrize("part", FLOORS)
def test_no_quote_is_inexact(part):
    assert evaluated(part).invalid_quotes == 0
