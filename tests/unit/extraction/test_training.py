"""Fitting: the same documents give the same weights, to the byte, in whatever order Python keeps its sets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extraction.marked import read_documents
from extraction.scorer import load
from extraction.training import codes_of, sentences_of

ROOT = Path(__file__).resolve().parents[3]
FIT = """
import sys
from pathlib import Path
from extraction.marked import read_documents
from extraction.scorer import dump
from extraction.training import fit, sentences_of
sys.stdout.buffer.write(dump(fit(sentences_of(read_documents(Path("tests/corpus/train"), (1, 60))))))
"""


@pytest.fixture(scope="module")
def few():
    """Some short documents."""
    return read_documents(ROOT / "tests/corpus/train", (1, 60))


def test_fitting_twice_gives_the_same_bytes():
    fits = [
        subprocess.run(
            [sys.executable, "-c", FIT],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("1", "2")
    ]
    assert fits[0] == fits[1]
    assert load(fits[0]).topics.rows


def test_labels_meet_the_sentences_that_they_stand_in(few):
    labels = {(n, c["country"], c["topic"]) for n, document in enumerate(few) for c in document.claims}
    met = {
        (sentence.document, country, topic)
        for sentence in sentences_of(few)
        for topic, held in sentence.held.items()
        for country in held
    }
    assert met <= labels
    assert len(met) > 0.95 * len(labels)


def test_codes_of_a_claim_are_named_with_their_fields():
    value = {"forms": ["nato"], "other": None}
    claim = {"topic": "guarantee", "conditions": ["ceasefire"], "status": "pledged", "value": value}
    assert list(codes_of(claim)) == ["guarantee", "if:ceasefire", "status:pledged", "forms:nato"]
