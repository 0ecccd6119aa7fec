"""Features: what the scorer is told. Each is a name, and is there or not.

Three questions are asked one after the other, each with features of its own: which topics does a sentence take a
position on; which of the countries at hand holds it; and which stance and codes does it have. Names begin with where
a thing was seen: `s` the sentence, `c` the clauses in which the country is named, acts or speaks, `p` the sentence
before, `h` the heading, `q` the question that is answered. `1` is a stem, `2` two stems in a row, `C` a concept, `cc`
two concepts in order, `cn` two concepts close to each other.

Features are told to something: `Names` writes them down, for fitting; `Rows` of `scorer.py` looks up at once which of
them have weights.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Protocol

from extraction.candidates import Candidate, Line

AHEAD, BEHIND = 6, 4
"""Stems after and before the country's name that count as near."""
REACH = 8
"""Concepts after a concept that are paired with it."""
CLOSE = 3
"""Stems between two concepts that are close."""
SPECIAL = {"UA": "@ua", "US": "@us", "EU": "@eu"}
SELF = ("@self", "@selfp")
FLOOR_ASKS = "floor asks"
"""Sign of a sentence whose speaker is there to ask."""
Placed = tuple[int, str]
"""A concept or a name, and the stem at which it begins."""


class Told(Protocol):
    """What is told features."""

    def each(self, kind: str, values: Iterable[str]) -> None:
        """A feature for each value; the name of one without a kind is the value."""

    def row(self, kind: str, values: Sequence[str]) -> None:
        """A feature for each two values in a row."""

    def pairs(self, row: Sequence[Placed]) -> None:
        """Features of concepts and names in their order: `cc` and `cn` for each with those after it."""


class Names:
    """The features by name, each once, in order."""

    def __init__(self) -> None:
        self.found: dict[str, None] = {}

    def each(self, kind: str, values: Iterable[str]) -> None:
        """A feature for each value."""
        start = f"{kind}:" if kind else ""
        self.found.update((start + value, None) for value in values)

    def row(self, kind: str, values: Sequence[str]) -> None:
        """A feature for each two values in a row."""
        self.found.update((f"{kind}:{one}_{two}", None) for one, two in pairwise(values))

    def pairs(self, row: Sequence[Placed]) -> None:
        """Features of concepts and names in their order: `cc` and `cn` for each with those after it."""
        for number, (at, one) in enumerate(row):
            for there, two in row[number + 1 : number + REACH]:
                if there != at:
                    self.found[f"cc:{one}>{two}"] = None
                    if there - at <= CLOSE:
                        self.found[f"cn:{one}>{two}"] = None


def names(tell: Callable[..., None], *what: Any) -> list[str]:
    """The names of the features that `tell` tells of something."""
    found = Names()
    tell(found, *what)
    return list(found.found)


@dataclass(frozen=True)
class Around:
    """What stands around a sentence."""

    before: Line | None = None
    heading: Line | None = None
    question: Line | None = None
    """The question that the sentence may answer."""
    document: tuple[str, ...] = ()
    """What is known of the document."""
    signs: tuple[str, ...] = ()
    """What is known of the block."""


Part = tuple[tuple[str, ...], tuple[str, ...], str]
"""A country's roles in a sentence, the kinds of these, and the country where it is a special one."""


@dataclass(frozen=True)
class Share:
    """What a sentence says as one of its candidates sees it."""

    candidate: Candidate
    part: Part
    against: list[str]
    """What speaks against its holding anything, in its clauses."""
    words: list[str]
    concepts: list[str]
    row: list[Placed]
    line: Line


@cache
def kind_of(role: str) -> str:
    """The first word of a role."""
    return role.partition(":")[0]


def of_sentence(told: Told, line: Line, found: Sequence[Candidate], around: Around) -> None:
    """What tells the topics of a sentence."""
    of_context(told, line, around)
    words = masked(line, "")
    told.row("s2", [word for word in words if word])
    if around.heading is not None:
        told.each("hC", around.heading.named)
    told.pairs(_row(line, words))
    roles = sorted({role for candidate in found for role in candidate.roles})
    told.each("u", roles)
    told.each("u", [kind_of(role) for role in roles])
    told.each("f", line.signs)
    told.each("f", around.signs)
    told.each("d", around.document)
    told.each("", ["bias"])


def of_context(told: Told, line: Line, around: Around) -> None:
    """The features of a sentence that the stance is told too."""
    told.each("s1", [word for word in masked(line, "") if word])
    told.each("sC", line.named)
    if around.before is not None:
        told.each("pC", around.before.named)
    if around.question is not None:
        told.each("q1", around.question.stems)
        told.each("qC", around.question.named)


def share(line: Line, candidate: Candidate) -> Share:
    """What a sentence says as a candidate sees it."""
    country = candidate.country
    roles = sorted(candidate.roles)
    against = []
    for number in candidate.clauses or range(len(line.clauses)):
        clause = line.clauses[number]
        if clause.source and clause.source.excluded:
            against.append("excluded source")
        if clause.subject_kind == "excluded":
            against.append("excluded subject")
        if clause.asked:
            against.append("asked")
        if clause.subject and country not in clause.subject:
            against.append("other subject")
    inside = within(line, candidate)
    words = masked(line, country)
    return Share(
        candidate,
        (tuple(roles), tuple(sorted({kind_of(role) for role in roles})), country if country in SPECIAL else ""),
        against,
        [word if here else "|" for word, here in zip(words, inside, strict=True) if word],
        [concept for at, concept in line.concepts if inside[at]],
        [(at, name) for at, name in _row(line, words) if inside[at]],
        line,
    )


def of_candidate(told: Told, share: Share, rivals: int) -> None:
    """What tells whether a country, among its `rivals`, holds what the sentence says, and how."""
    told.each("rivals", [str(min(rivals, 6))])
    told.each("x", share.against)
    told.each("c1", share.words)
    told.row("c2", share.words)
    _near(told, share.words)
    told.each("cC", share.concepts)
    told.pairs(share.row)
    told.each("f", share.line.signs)


def of_part(told: Told, part: Part, topic: str = "") -> None:
    """The country's part in the sentence, by itself or crossed with the topic."""
    roles, kinds, country = part
    crossed = topic and f"{topic}~"
    told.each(f"{crossed}r", roles)
    told.each(f"{crossed}r", kinds)
    told.each(f"{crossed}R", ["+".join(kinds)])
    if country:
        told.each(f"{crossed}k", [country])


def of_stance(told: Told, share: Share, topic: str) -> None:
    """The country's own words, crossed with the topic."""
    told.each("", [f"{topic}~"])
    told.each(f"{topic}~c1", share.words)
    told.each(f"{topic}~cC", share.concepts)


def within(line: Line, candidate: Candidate) -> list[bool]:
    """For each stem whether it is in a clause in which the country is named, acts or speaks; else all are."""
    if not candidate.clauses:
        return [True] * len(line.starts)
    spans = [(line.clauses[number].start, line.clauses[number].end) for number in candidate.clauses]
    inside = [False] * len(line.starts)
    for start, end in spans:
        first, last = bisect_left(line.starts, start), bisect_left(line.starts, end)
        inside[first:last] = [True] * (last - first)
    return inside


def masked(line: Line, country: str) -> list[str]:
    """The stems, with names as what they are to this country; where a name has more stems, the others are empty."""
    words = list(line.stems)
    for begin, end, actor in line.actors:
        if actor.kind == "excluded":
            mask = "@excluded"
        elif not actor.countries:
            continue
        elif country in actor.countries:
            mask = "@self"
        else:
            mask = SPECIAL.get(actor.countries[0], "@other")
        words[begin] = mask + "p" * (actor.kind == "person")
        words[begin + 1 : end] = [""] * (end - begin - 1)
    return words


def _row(line: Line, words: Sequence[str]) -> list[Placed]:
    """Concepts and names in their order."""
    begins = {begin for begin, _, _ in line.actors}
    return sorted([*line.concepts, *((at, words[at]) for at in begins if words[at][:1] == "@")])


def _near(told: Told, words: Sequence[str]) -> None:
    for at, word in enumerate(words):
        if word in SELF:
            after = words[at + 1 : at + 1 + AHEAD]
            told.each("a", after[: after.index("|")] if "|" in after else after)
            told.each("z", words[max(0, at - BEHIND) : at])
