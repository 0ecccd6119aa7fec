"""Features: what the scorer is told. Each is a name, and is there or not.

Three questions are asked one after the other, each with features of its own: which topics does a sentence take a
position on; which of the countries at hand holds it; and which stance and codes does it have. Names begin with where
a thing was seen: `s` the sentence, `c` the clauses in which the country is named, acts or speaks, `p` the sentence
before, `h` the heading, `q` the question that is answered. `1` is a stem, `2` two stems in a row, `C` a concept, `cc`
two concepts in order, `cn` two concepts close to each other.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extraction.candidates import Candidate, Line
from extraction.theme import signs

AHEAD, BEHIND = 6, 4
"""Stems after and before the country's name that count as near."""
REACH = 8
"""Concepts after a concept that are paired with it."""
CLOSE = 3
"""Stems between two concepts that are close."""
SHORT = 60
"""Characters of a short sentence."""
ENDS_ASKING = re.compile(r"\?[\"') ]*$")
SPECIAL = {"UA": "@ua", "US": "@us", "EU": "@eu"}
SELF = ("@self", "@selfp")
CONTEXT = ("s1:", "sC:", "pC:", "q1:", "qC:")
"""Features of the sentence that the stance is told too."""


def of_sentence(
    line: Line, found: Sequence[Candidate], *, before: Line | None, heading: Line | None, question: Line | None
) -> list[str]:
    """What tells the topics of a sentence."""
    words = masked(line, "")
    clean = [word for word in words if word]
    told = [f"s1:{word}" for word in clean]
    told += [f"s2:{one}_{two}" for one, two in pairwise(clean)]
    told += [f"sC:{concept}" for _, concept in line.concepts]
    if question is not None:
        told += [f"q1:{word}" for word in question.stems]
    for mark, other in (("p", before), ("h", heading), ("q", question)):
        if other is not None:
            told += [f"{mark}C:{concept}" for _, concept in other.concepts]
    told += _pairs(_row(line, words))
    roles = {role for candidate in found for role in candidate.roles}
    told += [f"u:{role}" for role in roles]
    told += [f"u:{role.split(':')[0]}" for role in roles]
    told += signs_of(line)
    return list(dict.fromkeys(told))


def signs_of(line: Line) -> list[str]:
    """What speaks for or against a claim in the form of a sentence."""
    text = line.text
    told = [f"f:{line.sentence.block.kind}", *(f"f:{sign}" for sign in signs(text))]
    clauses = line.clauses
    for name, given in (
        ("excluded source", any(clause.source and clause.source.excluded for clause in clauses)),
        ("excluded subject", any(clause.subject_kind == "excluded" for clause in clauses)),
        ("asked", any(clause.asked for clause in clauses)),
        ("?", ENDS_ASKING.search(text)),
        ("quote", '"' in text),
        ("first", line.sentence.first),
        ("short", len(text) < SHORT),
    ):
        if given:
            told.append(f"f:{name}")
    return told


def of_candidate(line: Line, candidate: Candidate, rivals: int) -> list[str]:
    """What tells whether this country, among its `rivals`, holds what the sentence says, and how."""
    roles = sorted(candidate.roles)
    kinds = sorted({role.split(":")[0] for role in roles})
    told = [*(f"r:{role}" for role in roles), *(f"r:{kind}" for kind in kinds), "R:" + "+".join(kinds)]
    told.append(f"rivals:{min(rivals, 6)}")
    if candidate.country in SPECIAL:
        told.append(f"k:{candidate.country}")
    numbers = sorted(candidate.clauses) or range(len(line.clauses))
    for number in numbers:
        clause = line.clauses[number]
        if clause.source and clause.source.excluded:
            told.append("x:excluded source")
        if clause.subject_kind == "excluded":
            told.append("x:excluded subject")
        if clause.asked:
            told.append("x:asked")
        if clause.subject and candidate.country not in clause.subject:
            told.append("x:other subject")
    inside = within(line, candidate)
    words = masked(line, candidate.country)
    clean = [word if here else "|" for word, here in zip(words, inside, strict=True) if word]
    told += [f"c1:{word}" for word in clean]
    told += [f"c2:{one}_{two}" for one, two in pairwise(clean)]
    told += _near(clean)
    told += [f"cC:{concept}" for at, concept in line.concepts if inside[at]]
    told += _pairs([(at, name) for at, name in _row(line, words) if inside[at]])
    told += signs_of(line)
    return list(dict.fromkeys(told))


def of_holder(told: Sequence[str], topic: str) -> list[str]:
    """The candidate's features with its part in the sentence crossed with the topic."""
    return [*told, *(f"{topic}~{name}" for name in told if name[:2] in ("r:", "R:", "k:"))]


def of_stance(told: Sequence[str], sentence: Sequence[str], topic: str) -> list[str]:
    """The candidate's features, those of the sentence, and its own words crossed with the topic."""
    around = [name for name in sentence if name.startswith(CONTEXT)]
    return [*told, *around, f"{topic}~", *(f"{topic}~{name}" for name in told if name[:2] in ("cC", "c1"))]


def within(line: Line, candidate: Candidate) -> list[bool]:
    """For each stem whether it is in a clause in which the country is named, acts or speaks; else all are."""
    spans = [(line.clauses[number].start, line.clauses[number].end) for number in candidate.clauses]
    if not spans:
        return [True] * len(line.starts)
    return [any(start <= at < end for start, end in spans) for at in line.starts]


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


def _row(line: Line, words: Sequence[str]) -> list[tuple[int, str]]:
    """Concepts and names in their order."""
    return sorted([*line.concepts, *((at, word) for at, word in enumerate(words) if word[:1] == "@")])


def _pairs(row: Sequence[tuple[int, str]]) -> Iterator[str]:
    for number, (at, one) in enumerate(row):
        for there, two in row[number + 1 : number + REACH]:
            if there != at:
                yield f"cc:{one}>{two}"
                if there - at <= CLOSE:
                    yield f"cn:{one}>{two}"


def _near(words: Sequence[str]) -> Iterator[str]:
    for at, word in enumerate(words):
        if word in SELF:
            for after in words[at + 1 : at + 1 + AHEAD]:
                if after == "|":
                    break
                yield f"a:{after}"
            yield from (f"z:{other}" for other in words[max(0, at - BEHIND) : at])
