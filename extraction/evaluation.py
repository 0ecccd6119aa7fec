"""An evaluation: predictions for many labelled documents, scored, as figures and as a table to read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from extraction.engine import extract
from extraction.labelled import Labelled
from extraction.mistakes import Commonness, commonest, mistakes_of
from extraction.records import Record, record
from extraction.scoring import LEVELS, UNKNOWN, Counts, Scored, intervals, score, total
from questionnaire.codes import Topic

SURE = 0.9
"""Claims of this confidence or more should be right nine times in ten."""

Predict = Callable[[Labelled], Sequence[Record]]


@dataclass(frozen=True)
class Calibration:
    """Of the claims with a confidence from `low` up to `high`: how many, and how many agreed on each level."""

    low: float
    high: float
    claims: int
    right: tuple[int, int, int]


@dataclass
class Evaluation:
    """Everything that is measured of one set of predictions."""

    scored: list[Scored]
    problems: list[str] = field(default_factory=list)

    @property
    def overall(self) -> Counts:
        """The counts of all documents."""
        return total(each.counts for each in self.scored)

    @property
    def by_topic(self) -> dict[str, Counts]:
        """The counts per topic, in the order of the questionnaire."""
        return {
            topic: counts
            for topic in (*(topic.value for topic in Topic), UNKNOWN)
            if (counts := total(each.by_topic.get(topic, Counts()) for each in self.scored)) != Counts()
        }

    @property
    def by_kind(self) -> dict[str, Counts]:
        """The counts per kind of document."""
        kinds: dict[str, list[Counts]] = defaultdict(list)
        for each in self.scored:
            kinds[each.document.kind].append(each.counts)
        return {kind: total(kinds[kind]) for kind in sorted(kinds)}

    @property
    def invalid_quotes(self) -> int:
        """Predictions whose quote is not exactly what the text has there."""
        return sum(each.exact.count(False) for each in self.scored)

    @property
    def false_claims(self) -> list[int]:
        """For each document without claims, how many were predicted."""
        return [len(each.predicted) for each in self.scored if not each.document.claims]

    @property
    def mistakes(self) -> list[Commonness]:
        """The ten commonest kinds of mistake."""
        return commonest(mistake for each in self.scored for mistake in mistakes_of(each))

    def calibration(self) -> list[Calibration]:
        """Confidence against agreement, in bands of a tenth; the last is from 0.9 to 1."""
        bands: dict[int, list[tuple[bool, ...]]] = defaultdict(list)
        for each in self.scored:
            right = [set(each.pairs[level].values()) for level in LEVELS]
            for number, claim in enumerate(each.predicted):
                if isinstance(confidence := claim.get("confidence"), int | float):
                    bands[min(int(confidence * 10 + 1e-9), 9)].append(tuple(number in level for level in right))
        return [
            Calibration(band / 10, (band + 1) / 10, len(marks), _sums(marks)) for band, marks in sorted(bands.items())
        ]


def _sums(marks: Iterable[tuple[bool, ...]]) -> tuple[int, int, int]:
    a, b, c = (sum(column) for column in zip(*marks, strict=True))
    return a, b, c


def by_engine(document: Labelled) -> list[Record]:
    """What the engine finds in the document."""
    return [record(claim) for claim in extract(document.text, published_on=document.published_on).claims]


def evaluate(documents: Sequence[Labelled], predict: Predict = by_engine) -> Evaluation:
    """Predict each document's claims and score them."""
    return Evaluation([score(document, predict(document)) for document in documents])


def figures(evaluation: Evaluation) -> dict[str, Any]:
    """All figures as JSON, shares rounded to four places."""
    overall, claimless = evaluation.overall, evaluation.false_claims
    bounds = intervals(evaluation.scored)
    return {
        "documents": len(evaluation.scored),
        "gold_claims": overall.labelled,
        "predicted_claims": overall.predicted,
        "overall": _rates(overall),
        "f1_ci95": {level: [_share(bound) for bound in bounds[level]] for level in LEVELS},
        "numeric_recall": {
            "gold": overall.with_numbers,
            "right": overall.numbers_right,
            "r": _of(overall.numbers_right, overall.with_numbers),
        },
        "claimless_documents": len(claimless),
        "false_claims_per_claimless_document": _of(sum(claimless), len(claimless)),
        "claimless_documents_with_false_claims": sum(count > 0 for count in claimless),
        "invalid_quotes": evaluation.invalid_quotes,
        "invalid_quote_share": _of(evaluation.invalid_quotes, overall.predicted) or 0.0,
        "per_topic": {topic: _rates(counts) for topic, counts in evaluation.by_topic.items()},
        "per_kind": {kind: _rates(counts) for kind, counts in evaluation.by_kind.items()},
        "prediction_problems": evaluation.problems,
        "calibration": [
            {
                "from": band.low,
                "to": band.high,
                "claims": band.claims,
                "right": {level: _of(band.right[place], band.claims) for place, level in enumerate(LEVELS)},
            }
            for band in evaluation.calibration()
        ],
        "commonest_mistakes": [
            {
                "kind": common.kind,
                "count": common.count,
                "document": common.example.document,
                "example": common.example.words,
            }
            for common in evaluation.mistakes
        ],
    }


def _rates(counts: Counts) -> dict[str, Any]:
    rates: dict[str, Any] = {"gold": counts.labelled, "predicted": counts.predicted}
    for place, level in enumerate(LEVELS):
        precision, recall, f1 = counts.rates(level)
        rates[level] = {
            "tp": counts.matched[place],
            "p": _share(precision),
            "r": _share(recall),
            "f1": _share(f1),
        }
    return rates


def _share(number: float) -> float:
    return round(number, 4)


def _of(part: int, whole: int) -> float | None:
    return _share(part / whole) if whole else None
