"""Confidence: how likely a claim is right, by a logistic regression on what the stages saw. Weights: `weights.json`."""

import json
import math
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).resolve().parent / "weights.json"


@cache
def weights() -> dict[str, float]:
    """The fitted weights; `python -m extraction.fit` writes them."""
    if not WEIGHTS.exists():
        return {}
    fitted: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return fitted


def confidence(features: dict[str, float]) -> float:
    """Between 0 and 1, two decimals."""
    known = weights()
    score = known.get("bias", 0.8) + sum(known.get(name, 0.0) * given for name, given in features.items())
    return round(1 / (1 + math.exp(-max(-20.0, min(20.0, score)))), 2)
