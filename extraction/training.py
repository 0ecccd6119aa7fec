"""Fit the scorer: `python -m extraction.training FOLDER…` reads labelled documents and writes `weights.npz`.

Logistic regressions with a penalty, by scikit-learn: the same folders give the same weights. How sure a claim must be
to be proposed, and how its confidence is computed, comes from a cross-validation by documents, so that no document
speaks for itself.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from extraction import features
from extraction.assembly import CODES, Proposal, confidence_of, proposals, surest
from extraction.engine import claims_of
from extraction.features import names
from extraction.labelled import Labelled
from extraction.marked import read_documents
from extraction.normal import normalise
from extraction.reading import Reading, ready
from extraction.records import record
from extraction.scorer import SCALE, STANCES, WEIGHTS, Linear, Scorer, dump
from extraction.scoring import score
from questionnaire.codes import Topic

TOPICS = tuple(topic.value for topic in Topic)
FOLDS = 4
LEAST = 2
"""A feature seen less often gets no weight."""
LEAST_LABELS = 8
"""A code seen less often is not learned."""
SMALL = 0.015
"""Rows in which no weight is larger are left out."""
PENALTY = {"topics": 1.0, "holder": 0.3, "stances": 2.0, "codes": 1.0}
"""Inverse strength of the penalty, as scikit-learn's C."""
DRILL = "drill"
"""Texts of a sentence or two: they teach wording, but not how often a document takes a position."""
THRESHOLDS = [n / 100 for n in range(10, 52, 2)]
SLACK = 0.01


@dataclass
class Sentence:
    """A sentence with its labels: for each topic the countries that hold something, and their labelled claims."""

    document: int
    reading: Reading
    held: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))


def sentences_of(documents: Sequence[Labelled]) -> list[Sentence]:
    """All sentences of the documents with the labels that touch them."""
    found = []
    for number, document in enumerate(documents):
        text = ready(document.text, published_on=document.published_on)
        for reading in text.readings:
            start, end = text.normal.span(reading.line.sentence.start, reading.line.sentence.end)
            sentence = Sentence(number, reading)
            for claim in document.claims:
                if start < claim["end"] and claim["start"] < end:
                    sentence.held[claim["topic"]][claim["country"]] = claim
            found.append(sentence)
    return found


class Cases:
    """Rows of features with their answers, for one model."""

    def __init__(self) -> None:
        self.rows: list[Sequence[str]] = []
        self.answers: list[Any] = []

    def add(self, row: Sequence[str], answer: Any) -> None:
        """One case more."""
        self.rows.append(row)
        self.answers.append(answer)


def fit(sentences: Sequence[Sentence]) -> Scorer:
    """Fit the four models. Confidence and threshold are those of an unfitted scorer."""
    topics, holder, stances, codes = Cases(), Cases(), Cases(), Cases()
    for sentence in sentences:
        reading = sentence.reading
        topics.add(names(reading.tell), frozenset(sentence.held))
        for topic, held in sentence.held.items():
            for candidate in reading.candidates:
                mine = features.share(reading.line, candidate)
                told = names(features.of_part, mine.part) + names(features.of_candidate, mine, len(reading.candidates))
                holder.add(told + names(features.of_part, mine.part, topic), candidate.country in held)
                claim = held.get(candidate.country)
                if claim is not None:
                    row = told + names(features.of_stance, mine, topic)
                    row += names(features.of_context, reading.line, reading.around)
                    codes.add(row, frozenset(codes_of(claim)))
                    if claim["stance"]:
                        stances.add(row, claim["stance"])
    return Scorer(
        topics=_many(topics, TOPICS, "topics"),
        holder=_many(holder, ("holds",), "holder", lambda answer, _: answer),
        stances=_one_of(stances),
        codes=_codes(codes),
        confidence={},
        threshold=0.3,
    )


def codes_of(claim: dict[str, Any]) -> Iterable[str]:
    """A labelled claim's codes, each with its topic (conditions and status without), as the scorer names them."""
    yield f"{claim['topic']}"
    yield from (f"if:{condition}" for condition in claim["conditions"])
    if claim["status"]:
        yield f"status:{claim['status']}"
    for name in CODES.get(claim["topic"], ()):
        given = claim["value"].get(name)
        yield from (f"{name}:{code}" for code in (given if isinstance(given, list) else [given]) if code)


def _matrix(rows: Sequence[Sequence[str]]) -> tuple[list[str], Any]:
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        for name in row:
            seen[name] += 1
    names = sorted(name for name, times in seen.items() if times >= LEAST)
    place = {name: number for number, name in enumerate(names)}
    indices, starts, values = [], [0], []
    for row in rows:
        known = [place[name] for name in row if name in place]
        indices += known
        values += [SCALE / max(1, len(known)) ** 0.5] * len(known)
        starts.append(len(indices))
    return names, sparse.csr_matrix((values, indices, starts), shape=(len(rows), len(names)))


def _many(cases: Cases, labels: Sequence[str], name: str, is_so: Any = lambda answer, label: label in answer) -> Linear:
    names, matrix = _matrix(cases.rows)
    weights, bias = np.zeros((len(names), len(labels))), np.full(len(labels), -9.0)
    for column, label in enumerate(labels):
        answers = np.array([bool(is_so(answer, label)) for answer in cases.answers])
        if answers.sum() >= LEAST_LABELS:
            model = LogisticRegression(C=PENALTY[name], solver="liblinear").fit(matrix, answers)
            weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    return _pruned(tuple(labels), names, weights, bias)


def _one_of(cases: Cases) -> Linear:
    names, matrix = _matrix(cases.rows)
    model = LogisticRegression(C=PENALTY["stances"], max_iter=400).fit(matrix, cases.answers)
    order = [list(model.classes_).index(stance) for stance in STANCES]
    return _pruned(STANCES, names, model.coef_[order].T, model.intercept_[order])


def _codes(cases: Cases) -> Linear:
    """One model a code, each fitted on the claims whose topic has the code."""
    names, matrix = _matrix(cases.rows)
    fields = {code.split(":")[0] for answer in cases.answers for code in answer if ":" in code}
    topics = {name: {topic for topic, of in CODES.items() if name in of} or set(TOPICS) for name in fields}
    counted: dict[str, int] = defaultdict(int)
    for answer in cases.answers:
        for code in answer:
            counted[code] += ":" in code
    labels = sorted(code for code, times in counted.items() if times >= LEAST_LABELS)
    weights, bias = np.zeros((len(names), len(labels))), np.full(len(labels), -9.0)
    for column, label in enumerate(labels):
        may = topics[label.split(":")[0]]
        mine = [number for number, answer in enumerate(cases.answers) if may & answer]
        answers = np.array([label in cases.answers[number] for number in mine])
        if not answers.all():
            model = LogisticRegression(C=PENALTY["codes"], solver="liblinear").fit(matrix[mine], answers)
            weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    return _pruned(tuple(labels), names, weights, bias)


def _pruned(labels: tuple[str, ...], names: Sequence[str], weights: Any, bias: Any) -> Linear:
    kept = np.abs(weights).max(axis=1) >= SMALL
    rows = {name: number for number, name in enumerate(np.array(names)[kept])}
    return Linear(labels, {str(name): number for name, number in rows.items()}, weights[kept].astype(np.float32), bias)


def crossed(documents: Sequence[Labelled], sentences: Sequence[Sentence]) -> list[list[Proposal]]:
    """Each document's proposals, all that are at all likely, by a scorer that was fitted without the document."""
    found: list[list[Proposal]] = [[] for _ in documents]
    for fold in range(FOLDS):
        fitted = fit([sentence for sentence in sentences if sentence.document % FOLDS != fold])
        weak = replace(fitted, threshold=min(THRESHOLDS))
        for number in range(fold, len(documents), FOLDS):
            document = documents[number]
            text = ready(document.text, published_on=document.published_on)
            found[number] = proposals(text, weak)
    return found


def settle(fitted: Scorer, documents: Sequence[Labelled], found: Sequence[Sequence[Proposal]]) -> Scorer:
    """The scorer with its threshold and its confidence.

    The threshold is the highest whose F1 (stance included) is within `SLACK` of the best: of two that find as much, the
    one with fewer false claims.
    """
    whole = [number for number, document in enumerate(documents) if document.kind != DRILL]
    tried = [(limit, *_outcome(documents, found, whole, limit)) for limit in THRESHOLDS]
    best = max(value for _, value, _ in tried)
    threshold, value, outcome = max((one for one in tried if one[1] >= best - SLACK), key=lambda one: one[0])
    print(f"cross-validated F1 with stance {value:.3f} at {threshold}, the best {best:.3f}")
    names, matrix = _confidence_matrix([proposal for proposal, _ in outcome])
    model = LogisticRegression(C=1.0).fit(matrix, [right for _, right in outcome])
    weights = dict(zip(names, map(float, model.coef_[0]), strict=True)) | {"bias": float(model.intercept_[0])}
    return replace(fitted, threshold=threshold, confidence=weights)


def _outcome(
    documents: Sequence[Labelled], found: Sequence[Sequence[Proposal]], numbers: Sequence[int], limit: float
) -> tuple[float, list[tuple[Proposal, bool]]]:
    """F1 with stance at a threshold, and each proposal with whether it is wholly right."""
    right = labelled = predicted = 0
    marks: list[tuple[Proposal, bool]] = []
    for document, mine in ((documents[number], found[number]) for number in numbers):
        chosen = claims_of(document.text, normalise(document.text), surest(mine, limit), {})
        scored = score(document, [record(claim) for claim, _ in chosen])
        exact = set(scored.pairs["c"].values())
        marks += [(proposal, number in exact) for number, (_, proposal) in enumerate(chosen)]
        right += len(scored.pairs["b"])
        labelled += len(document.claims)
        predicted += len(chosen)
    return 2 * right / max(1, labelled + predicted), marks


def _confidence_matrix(found: Sequence[Proposal]) -> tuple[list[str], npt.NDArray[np.float64]]:
    rows = [confidence_of(proposal) for proposal in found]
    names = sorted({name for row in rows for name in row})
    return names, np.array([[row.get(name, 0.0) for name in names] for row in rows])


def _read(folder: str) -> list[Labelled]:
    name, _, part = folder.partition(":")
    first, _, last = part.partition("-")
    return read_documents(Path(name), (int(first), int(last)) if part else None)


def main(folders: Sequence[str]) -> int:
    """Fit on these folders of labelled documents and write the weights; `FOLDER:1-25` takes a part of one."""
    documents = [document for folder in folders for document in _read(folder)]
    sentences = sentences_of(documents)
    print(f"{len(documents)} documents, {sum(len(d.claims) for d in documents)} claims, {len(sentences)} sentences")
    fitted = settle(fit(sentences), documents, crossed(documents, sentences))
    WEIGHTS.write_bytes(dump(fitted))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
