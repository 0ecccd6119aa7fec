"""The labelled documents of this repository are legal by the codebook, and their quotes exact."""

from pathlib import Path

import pytest

from extraction.labelled import read_labelled
from extraction.scoring import is_exact
from questionnaire.codebook import claim_errors
from questionnaire.codes import Attribution

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PARTS = [part for part in ("work", "kept") if (CORPUS / part).is_dir()]
DOCUMENTS = [(part, document) for part in PARTS for document in read_labelled(CORPUS / part)]
WITHOUT_SPEAKER = {Attribution.OFFICIAL_ANONYMOUS, Attribution.DOCUMENT, Attribution.MEDIA_REPORT}


@pytest.mark.parametrize(("part", "document"), DOCUMENTS, ids=[f"{part}-{each.name}" for part, each in DOCUMENTS])
def test_each_claim_is_legal_and_quotes_its_text(part, document):
    for claim in document.claims:
        codes = {name: claim[name] for name in ("topic", "stance", "status", "conditions", "value")}
        assert claim_errors(**codes) == [], claim["quote"]
        assert is_exact(claim, document.text), claim["quote"]
        assert claim["attribution"] in set(Attribution)
        if claim["speaker"]:
            assert claim["attribution"] not in WITHOUT_SPEAKER
            assert claim["speaker"] in document.text


@pytest.mark.parametrize("part", PARTS)
def test_a_part_has_claimless_documents_and_no_text_twice(part):
    documents = [document for name, document in DOCUMENTS if name == part]
    assert any(not document.claims for document in documents)
    assert len({document.text for document in documents}) == len(documents)
