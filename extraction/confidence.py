"""Confidence: how likely a claim is right, by a logistic regression on how sure the scorer was of its parts."""

import math
from collections.abc import Mapping


def confidence(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Between 0 and 1, two decimals."""
    total = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * given for name, given in features.items())
    return round(1 / (1 + math.exp(-max(-20.0, min(20.0, total)))), 2)
