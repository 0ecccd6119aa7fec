"""How much more labelled texts gain: the scorer fitted on parts of tests/corpus/train, measured on other texts.

    python -m bench.learning_curve [PART …]

Fits on 1/8, 1/4, 1/2 and all of the documents (every eighth, fourth, second), without cross-validation, at the
threshold of the weights in the package. Prints F1 of detection, with stance and with numbers for each set that nothing
is fitted on; takes some minutes.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

from extraction.assembly import proposals
from extraction.engine import claims_of
from extraction.evaluation import evaluate
from extraction.labelled import Labelled
from extraction.marked import read_documents
from extraction.reading import ready
from extraction.records import Record, record
from extraction.scorer import Scorer, scorer
from extraction.scoring import LEVELS
from extraction.training import fit, sentences_of

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "corpus"
PARTS = (8, 4, 2, 1)
SETS = ("kept", "measure")


def main(parts: list[int]) -> None:
    """Print the table."""
    train = read_documents(CORPUS / "train")
    sets = {name: read_documents(CORPUS / name) for name in SETS}
    print(f"{'documents':>9} {'claims':>7} {'seconds':>8}" + "".join(f"{name:>24}" for name in sets))
    for part in parts:
        documents = train[::part]
        began = time.perf_counter()
        fitted = replace(scorer(), **models(fit(sentences_of(documents))))
        spent = time.perf_counter() - began
        cells = [figures(each, fitted) for each in sets.values()]
        claims = sum(len(document.claims) for document in documents)
        print(f"{len(documents):>9} {claims:>7} {spent:>8.0f}" + "".join(f"{cell:>24}" for cell in cells), flush=True)


def models(fitted: Scorer) -> dict[str, object]:
    """The four models of a scorer."""
    return {name: getattr(fitted, name) for name in ("topics", "holder", "stances", "codes")}


def figures(documents: list[Labelled], fitted: Scorer) -> str:
    """F1 on the three levels."""

    def predict(document: Labelled) -> list[Record]:
        text = ready(document.text, published_on=document.published_on)
        found = proposals(text, fitted)
        return [record(claim) for claim, _ in claims_of(document.text, text.normal, found, {})]

    overall = evaluate(documents, predict).overall
    return " / ".join(f"{overall.rates(level)[2]:.3f}" for level in LEVELS)


if __name__ == "__main__":
    main([int(part) for part in sys.argv[1:]] or list(PARTS))
