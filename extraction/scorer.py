"""Scorer: how likely it is that a sentence takes a position on a topic, that a country holds it, and with which codes.

Four linear models over named features (`features.py`), fitted by `python -m extraction.training` on labelled texts and
kept in `weights.npz`. A score is a logistic function of the sum of the weights of the features that are there, divided
by the root of their number, so that long sentences are no surer than short ones.
"""

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

WEIGHTS = Path(__file__).resolve().parent / "weights.npz"
SCALE = 5.0
"""Length to which the features of one case are brought, so that the penalty of the fit suits them."""
STANCES = ("favor", "conditional", "undecided", "against")
MODELS = ("topics", "holder", "stances", "codes")
Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Linear:
    """Weights of features (rows) for labels (columns)."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    weights: Floats
    bias: Floats

    def score(self, features: Iterable[str]) -> Floats:
        """The sum for each label, before the logistic function."""
        rows = self.rows
        known = [rows[name] for name in features if name in rows]
        if not known:
            return self.bias
        return self.weights[known].sum(axis=0) * (SCALE / math.sqrt(len(known))) + self.bias

    def chances(self, features: Iterable[str]) -> Floats:
        """The probability of each label by itself."""
        return 1 / (1 + np.exp(-self.score(features)))


@dataclass(frozen=True)
class Scorer:
    """The four models, and how sure a claim must be."""

    topics: Linear
    holder: Linear
    stances: Linear
    codes: Linear
    confidence: dict[str, float]
    threshold: float


@cache
def scorer() -> Scorer:
    """The fitted scorer."""
    return load(WEIGHTS.read_bytes())


def load(content: bytes) -> Scorer:
    """A scorer from the bytes that `dump` gave."""
    kept = np.load(io.BytesIO(content), allow_pickle=False)
    models = {name: _read(kept, name) for name in MODELS}
    names = _texts(kept["confidence_names"])
    confidence = dict(zip(names, map(float, kept["confidence"]), strict=True))
    return Scorer(**models, confidence=confidence, threshold=float(kept["threshold"]))


def _read(kept: "np.lib.npyio.NpzFile", name: str) -> Linear:
    rows = {feature: number for number, feature in enumerate(_texts(kept[f"{name}_rows"]))}
    labels = tuple(_texts(kept[f"{name}_labels"]))
    steps = kept[f"{name}_steps"].astype(np.float32)
    weights = kept[f"{name}_weights"].astype(np.float32) * steps
    return Linear(labels, rows, weights, kept[f"{name}_bias"].astype(np.float32))


def dump(fitted: Scorer) -> bytes:
    """The scorer as the content of a file: weights as whole numbers of -127 to 127 steps for each label."""
    arrays: dict[str, Any] = {
        "threshold": np.array(fitted.threshold),
        "confidence_names": _bytes(fitted.confidence),
        "confidence": np.array(list(fitted.confidence.values())),
    }
    for name in MODELS:
        model: Linear = getattr(fitted, name)
        steps = np.maximum(np.abs(model.weights).max(axis=0), 1e-9) / 127
        arrays |= {
            f"{name}_labels": _bytes(model.labels),
            f"{name}_rows": _bytes(model.rows),
            f"{name}_steps": steps.astype(np.float32),
            f"{name}_weights": np.rint(model.weights / steps).astype(np.int8),
            f"{name}_bias": model.bias.astype(np.float32),
        }
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


def _bytes(names: Iterable[str]) -> npt.NDArray[np.generic]:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _texts(content: npt.NDArray[np.uint8]) -> list[str]:
    text = content.tobytes().decode()
    return text.split("\n") if text else []
