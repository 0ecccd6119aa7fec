"""The measure: how well predicted claims agree with labelled ones.

A prediction can only match a labelled claim of the same document, country and topic, by a quote that is exactly
`text[start:end]` and touches the sentences of the labelled quote, or the sentence before or after them. Matching is
one to one and as large as it can be, on three levels, each harder than the last:

    a  detection;  b  and the same stance (where the topic has one);  c  and every number that the label states

Predictions whose quote is not in the text match nothing and count as wrong.
"""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from extraction.labelled import Labelled
from extraction.records import Record
from questionnaire.codebook import RULES
from questionnaire.codes import Topic

LEVELS = ("a", "b", "c")
UNKNOWN = "unknown"
NUMBERS = (
    *("personnel_min", "personnel_max", "months_min", "months_max"),
    *("open_ended", "amount", "currency", "quantity"),
)
ROUNDS = 1000
SEED = 20250218

SENTENCE_END = re.compile(
    r"""[.!?…]+["'”’»)\]]*(?=\s)  # a full stop before a space
      | \n\s*\n                   # an empty line
      | \n(?=\s*(?:[-•–*]|\d+[.)])\s)  # a line break before a mark of a list""",  # noqa: RUF001
    re.VERBOSE,
)
NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Lt|Col|Hon|Rt|No|no|Nos|Art|art|vs|cf|ca|approx|resp|U\.S|U\.K|U\.N|e\.g|i\.e"
    r"|a\.m|p\.m|[A-Z])|(?:^|\n)\s*\d{1,3})$"
)
LOOK_BACK = 12

Span = tuple[int, int]
Pairs = dict[int, int]
"""Matched pairs: the number of a labelled claim to that of the prediction."""


def sentence_spans(text: str) -> list[Span]:
    """Spans of sentences that together cover the text; blanks go with the sentence before them."""
    spans: list[Span] = []
    begin = 0
    for end in [*_ends(text), len(text)]:
        if text[begin:end].strip():
            spans.append((begin, end))
            begin = end
    if spans and begin < len(text):
        spans[-1] = (spans[-1][0], len(text))
    return spans


def _ends(text: str) -> Iterable[int]:
    for found in SENTENCE_END.finditer(text):
        before = text[max(0, found.start() - LOOK_BACK) : found.start()]
        if not (text[found.start()] in ".…" and NO_END.search(before)):
            yield found.end()


def neighbourhood(spans: Sequence[Span], start: int, end: int) -> Span:
    """From the sentence before the first that these characters touch to the one after the last."""
    touched = [number for number, (begin, stop) in enumerate(spans) if begin < end and start < stop]
    if not touched:
        return start, end
    return spans[max(0, touched[0] - 1)][0], spans[min(len(spans) - 1, touched[-1] + 1)][1]


def is_exact(claim: Record, text: str) -> bool:
    """Whether the claim's quote is exactly `text[start:end]`, and not blank."""
    start, end, quote = claim.get("start"), claim.get("end"), claim.get("quote")
    if type(start) is not int or type(end) is not int or not isinstance(quote, str):
        return False
    return 0 <= start < end <= len(text) and bool(quote.strip()) and text[start:end] == quote


def agrees(level: str, label: Record, found: Record, near: Span) -> bool:
    """Whether a prediction of the label's country and topic agrees with it on this level; `near` is its place."""
    if not (found["start"] < near[1] and near[0] < found["end"]):
        return False
    if level == "a":
        return True
    if RULES[Topic(label["topic"])].has_stance and found.get("stance") != label["stance"]:
        return False
    return level == "b" or not wrong_numbers(label, found)


def wrong_numbers(label: Record, found: Record) -> list[str]:
    """Names of the label's numbers that the prediction does not have."""
    value = found["value"] if isinstance(found.get("value"), dict) else {}
    stated = [name for name in NUMBERS if label["value"].get(name) is not None]
    return [name for name in stated if not _same(label["value"][name], value.get(name))]


def _same(stated: Any, given: Any) -> bool:
    if isinstance(stated, bool):
        return bool(given) is stated
    if isinstance(stated, str):
        return isinstance(given, str) and given.strip().upper() == stated.upper()
    if given is None or isinstance(given, bool):
        return False
    try:
        return Decimal(str(stated)) == Decimal(str(given))
    except InvalidOperation:
        return False


def largest_matching(accepted: Sequence[Sequence[int]], size: int) -> Pairs:
    """The largest one-to-one matching (augmenting paths); `accepted[i]` are those of `size` that `i` may have."""
    taken_by: dict[int, int] = {}

    def place(label: int, seen: set[int]) -> bool:
        for found in accepted[label]:
            if found in seen:
                continue
            seen.add(found)
            if found not in taken_by or place(taken_by[found], seen):
                taken_by[found] = label
                return True
        return False

    for label in range(len(accepted)):
        place(label, set())
    return {label: found for found, label in taken_by.items()}


@dataclass
class Counts:
    """How many claims were labelled, predicted and matched on each level, and of those with numbers."""

    labelled: int = 0
    predicted: int = 0
    matched: list[int] = field(default_factory=lambda: [0, 0, 0])
    with_numbers: int = 0
    numbers_right: int = 0

    def add(self, other: "Counts") -> None:
        """Count these too."""
        self.labelled += other.labelled
        self.predicted += other.predicted
        self.matched = [mine + more for mine, more in zip(self.matched, other.matched, strict=True)]
        self.with_numbers += other.with_numbers
        self.numbers_right += other.numbers_right

    def rates(self, level: str) -> tuple[float, float, float]:
        """Precision, recall and F1; of nothing predicted where nothing is labelled, all 1 but F1 of two zeros 0."""
        right = self.matched[LEVELS.index(level)]
        precision = right / self.predicted if self.predicted else float(not self.labelled)
        recall = right / self.labelled if self.labelled else float(not self.predicted)
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True)
class Scored:
    """A document with its predictions: which labels each matched, per level, and the counts per topic."""

    document: Labelled
    predicted: tuple[Record, ...]
    exact: tuple[bool, ...]
    pairs: dict[str, Pairs]
    by_topic: dict[str, Counts]

    @property
    def counts(self) -> Counts:
        """The counts of all topics together."""
        return total(self.by_topic.values())


def total(counts: Iterable[Counts]) -> Counts:
    """All of these together."""
    together = Counts()
    for each in counts:
        together.add(each)
    return together


def score(document: Labelled, predicted: Sequence[Record]) -> Scored:
    """Match the predictions for one document with its labels."""
    labels = document.claims
    spans = sentence_spans(document.text)
    near = [neighbourhood(spans, label["start"], label["end"]) for label in labels]
    exact = tuple(is_exact(claim, document.text) for claim in predicted)
    pairs: dict[str, Pairs] = {level: {} for level in LEVELS}
    for key in sorted({(label["country"], label["topic"]) for label in labels}):
        mine = [i for i, label in enumerate(labels) if (label["country"], label["topic"]) == key]
        theirs = [
            j for j, claim in enumerate(predicted) if exact[j] and (claim.get("country"), claim.get("topic")) == key
        ]
        for level in LEVELS:
            accepted = [
                [n for n, j in enumerate(theirs) if agrees(level, labels[i], predicted[j], near[i])] for i in mine
            ]
            found = largest_matching(accepted, len(theirs))
            pairs[level] |= {mine[i]: theirs[n] for i, n in found.items()}
    return Scored(document, tuple(predicted), exact, pairs, _by_topic(labels, predicted, pairs))


def _by_topic(labels: Sequence[Record], predicted: Sequence[Record], pairs: dict[str, Pairs]) -> dict[str, Counts]:
    by_topic: dict[str, Counts] = {}
    for claim in predicted:
        topic = claim.get("topic")
        by_topic.setdefault(topic if topic in set(Topic) else UNKNOWN, Counts()).predicted += 1
    for number, label in enumerate(labels):
        counts = by_topic.setdefault(label["topic"], Counts())
        counts.labelled += 1
        for place, level in enumerate(LEVELS):
            counts.matched[place] += number in pairs[level]
        if any(label["value"].get(name) not in (None, False) for name in NUMBERS):
            counts.with_numbers += 1
            counts.numbers_right += number in pairs["c"]
    return by_topic


def intervals(scored: Sequence[Scored], rounds: int = ROUNDS) -> dict[str, tuple[float, float]]:
    """95 % intervals of F1 per level, by drawing the documents anew with a fixed seed."""
    draw = random.Random(SEED)  # noqa: S311  # sampling, not secrets
    counts = [each.counts for each in scored]
    drawn = [total(draw.choices(counts, k=len(counts))) for _ in range(rounds)]
    bounds = {}
    for level in LEVELS:
        values = sorted(sample.rates(level)[2] for sample in drawn)
        bounds[level] = (values[int(rounds * 0.025)], values[int(rounds * 0.975)])
    return bounds
