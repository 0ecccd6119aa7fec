"""Fit the confidence: `python -m extraction.fit FOLDER…` reads labelled documents and writes `weights.json`.

A logistic regression with a penalty, by Newton's method on few features, in plain Python: the same folders give the
same file. A claim is right where its country, topic, stance and numbers are those of a label (level c of the score).
The documents were also used to write the rules, so that the engine is more often right on them than on new ones;
`NEW_TEXTS` takes that off again.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from extraction.confidence import WEIGHTS
from extraction.engine import analyse
from extraction.labelled import Labelled, read_labelled
from extraction.records import record
from extraction.scoring import score

Row = tuple[dict[str, float], bool]
PENALTY = 2.0
ROUNDS = 400
STEP = 0.05
LEAST = 8
"""A feature seen in fewer claims gets no weight."""
NEW_TEXTS = -0.7
"""What is taken off the score because rules and weights know these documents."""


def rows(documents: Sequence[Labelled]) -> list[Row]:
    """The features of every claim that the engine finds, and whether it is right."""
    found: list[Row] = []
    for document in documents:
        claims = analyse(document.text, published_on=document.published_on)[0]
        right = set(score(document, [record(claim) for claim, _ in claims]).pairs["c"].values())
        found += [(features, number in right) for number, (_, features) in enumerate(claims)]
    return found


def fit(known: Sequence[Row]) -> dict[str, float]:
    """The weights, by gradient steps on the penalised likelihood."""
    seen = Counter(name for features, _ in known for name, given in features.items() if given)
    names = sorted(name for name, times in seen.items() if times >= LEAST)
    weights = dict.fromkeys(["bias", *names], 0.0)
    for _ in range(ROUNDS):
        slope = {name: -PENALTY * weight for name, weight in weights.items() if name != "bias"}
        slope["bias"] = 0.0
        for features, right in known:
            error = right - _chance(weights, features)
            slope["bias"] += error
            for name, given in features.items():
                if name in slope:
                    slope[name] += error * given
        for name, change in slope.items():
            weights[name] += STEP * change * 10 / len(known)
    return weights


def _chance(weights: dict[str, float], features: dict[str, float]) -> float:
    total = weights["bias"] + sum(weights.get(name, 0.0) * given for name, given in features.items())
    return 1 / (1 + math.exp(-total))


def main(folders: Sequence[str]) -> int:
    """Fit on these folders of labelled documents and write the weights."""
    known = [row for folder in folders for row in rows(read_labelled(Path(folder)))]
    weights = fit(known)
    weights["bias"] += NEW_TEXTS
    rounded = {name: round(weight, 3) for name, weight in sorted(weights.items()) if abs(weight) >= 0.001}
    content = {"claims": len(known), "right": sum(right for _, right in known), "weights": rounded}
    WEIGHTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["tests/corpus/work"]))
