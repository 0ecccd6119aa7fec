"""Scorer: how likely it is that a sentence takes a position on a topic, that a country holds it, and with which codes.

Four linear models over named features (`features.py`), fitted by `python -m extraction.training` on labelled texts and
kept in `weights.npz`. A score is a logistic function of the sum of the weights of the features that are there, divided
by the root of their number, so that long sentences are no surer than short ones.
"""

import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from extraction import features
from extraction.features import CLOSE, REACH, Part, Placed

WEIGHTS = Path(__file__).resolve().parent / "weights.npz"
SCALE = 5.0
"""Length to which the features of one case are brought, so that the penalty of the fit suits them."""
STANCES = ("favor", "conditional", "undecided", "against")
MODELS = ("topics", "holder", "stances", "codes")
IN_A_ROW = ("s2", "c2")
PAIRED = ("cc", "cn")
"""Kinds of features of two values."""
Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]
NONE: dict[str, int] = {}
KEPT = 5_000
"""Parts of countries in sentences whose sums are remembered."""


@dataclass(frozen=True)
class Linear:
    """Weights of features (rows) for labels (columns)."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    weights: Floats
    bias: Floats

    def score(self, sums: Floats) -> Floats:
        """The sum for each label, before the logistic function. The last of `sums` is the number of features."""
        known = float(sums[-1])
        if not known:
            return self.bias
        total: Floats = sums[:-1] * np.float32(SCALE / math.sqrt(known)) + self.bias
        return total

    def chances(self, sums: Floats) -> Floats:
        """The probability of each label by itself."""
        return np.float32(1) / (np.float32(1) + np.exp(-self.score(sums)))


class Index:
    """All features of several models by kind and value, and their weights in each."""

    def __init__(self, models: Mapping[str, Linear]) -> None:
        names = list(dict.fromkeys(name for model in models.values() for name in model.rows))
        self.each: dict[str, dict[str, int]] = {}
        self.row: dict[str, dict[tuple[str, str], int]] = {}
        self.pairs: dict[str, dict[str, dict[str, int]]] = {kind: {} for kind in PAIRED}
        for number, name in enumerate(names):
            kind, colon, value = name.partition(":")
            if kind in IN_A_ROW:
                one, _, two = value.partition("_")
                self.row.setdefault(kind, {})[one, two] = number
            elif kind in PAIRED:
                one, _, two = value.partition(">")
                self.pairs[kind].setdefault(one, {})[two] = number
            else:
                self.each.setdefault(kind if colon else "", {})[value if colon else name] = number
        self.tables = {name: _table(model, names) for name, model in models.items()}
        """For each model the weights of each feature, and a 1 where it has any."""
        self.tables["claim"] = np.hstack([self.tables["stances"], self.tables["codes"]])
        self.parts: dict[tuple[str, Part, str], Floats] = {}


def _table(model: Linear, names: Sequence[str]) -> Floats:
    table = np.zeros((len(names), len(model.labels) + 1), dtype=np.float32)
    places = [number for number, name in enumerate(names) if name in model.rows]
    table[places, :-1] = model.weights[[model.rows[names[number]] for number in places]]
    table[places, -1] = 1
    return table


class Rows:
    """The features that have weights, looked up as they are told."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.found: set[int | None] = set()

    def each(self, kind: str, values: Iterable[str]) -> None:
        """A feature for each value."""
        if known := self.index.each.get(kind):
            self.found.update(map(known.get, values))

    def row(self, kind: str, values: Sequence[str]) -> None:
        """A feature for each two values in a row."""
        if known := self.index.row.get(kind):
            self.found.update(map(known.get, pairwise(values)))

    def pairs(self, row: Sequence[Placed]) -> None:
        """Features of concepts and names in their order: `cc` and `cn` for each with those after it."""
        found, far, near = self.found, self.index.pairs["cc"], self.index.pairs["cn"]
        for number, (at, one) in enumerate(row):
            after, close = far.get(one, NONE), near.get(one, NONE)
            if not after and not close:
                continue
            for there, two in row[number + 1 : number + REACH]:
                if there != at:
                    found.add(after.get(two))
                    if there - at <= CLOSE:
                        found.add(close.get(two))


@dataclass(frozen=True)
class Scorer:
    """The four models, and how sure a claim must be."""

    topics: Linear
    holder: Linear
    stances: Linear
    codes: Linear
    confidence: dict[str, float]
    threshold: float

    @cached_property
    def index(self) -> Index:
        """The features of all four models."""
        return Index({name: getattr(self, name) for name in MODELS})

    @cached_property
    def fields(self) -> dict[str, list[tuple[str, int]]]:
        """For each field the codes that the scorer knows, each with its place among the labels."""
        fields: dict[str, list[tuple[str, int]]] = {}
        for place, label in enumerate(self.codes.labels):
            name, _, code = label.partition(":")
            fields.setdefault(name, []).append((code, place))
        return fields

    def rows(self, tell: Callable[..., None], *what: Any) -> Numbers:
        """The features that `tell` tells of something, by number in the index."""
        told = Rows(self.index)
        tell(told, *what)
        told.found.discard(None)
        return np.array(list(told.found), dtype=np.int32)

    def sums(self, name: str, rows: Numbers) -> Floats:
        """The weights of some features in a model, added up, and how many of them the model knows."""
        sums: Floats = np.add.reduce(self.index.tables[name].take(rows, axis=0))
        return sums

    def of_part(self, name: str, part: Part, topic: str = "") -> Floats:
        """The sums of a country's part in a sentence; there are not so many different ones."""
        kept = self.index.parts
        sums = kept.get((name, part, topic))
        if sums is None:
            if len(kept) >= KEPT:
                kept.clear()
            sums = kept[name, part, topic] = self.sums(name, self.rows(features.of_part, part, topic))
        return sums

    def holds(self, sums: Floats) -> float:
        """How likely a country is to hold something."""
        total, known = sums.tolist()
        return 1 / (1 + math.exp(-total * SCALE / math.sqrt(max(known, 1)) - float(self.holder.bias[0])))


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
