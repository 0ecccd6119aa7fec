"""Features: what the scorer is told about a candidate. Each is a name; a candidate has it or not.

Names begin with where it was seen: `s` the sentence, `c` the clauses in which the country is named, acts or speaks,
`p` the sentence before, `h` the heading, `q` the question that is answered.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from extraction import concepts
from extraction.candidates import Candidate, Line
from extraction.theme import signs

AHEAD, BEHIND = 6, 4
"""Stems after and before the country's name that count as near."""
REACH = 8
"""Concepts after a concept that are paired with it."""
SHORT = 60
ENDS_ASKING = re.compile(r"\?[\"') ]*$")
SPECIAL = {"UA": "@ua", "US": "@us", "EU": "@eu"}


def shared(line: Line, *, before: Line | None, heading: Line | None, question: Line | None) -> list[str]:
    """What is so for every candidate of a sentence."""
    words = [word for word in masked(line, "") if word]
    found = [f"s1:{word}" for word in words]
    found += [f"s2:{one}_{two}" for one, two in zip(words, words[1:], strict=False)]
    found += [f"sC:{concept}" for _, concept in line.concepts]
    for mark, other in (("p", before), ("h", heading), ("q", question)):
        if other is not None:
            found += [f"{mark}1:{word}" for word in other.stems]
            found += [f"{mark}C:{concept}" for _, concept in other.concepts]
    return [*dict.fromkeys(found), *_signs(line)]


def _signs(line: Line) -> Iterator[str]:
    text, block = line.text, line.sentence.block
    yield f"f:{block.kind}"
    yield from (f"f:{sign}" for sign in signs(text))
    if any(clause.source and clause.source.excluded for clause in line.clauses):
        yield "f:excluded source"
    if any(clause.subject_kind == "excluded" for clause in line.clauses):
        yield "f:excluded subject"
    if any(clause.asked for clause in line.clauses):
        yield "f:asked"
    if ENDS_ASKING.search(text):
        yield "f:?"
    if '"' in text:
        yield "f:quote"
    if line.sentence.first:
        yield "f:first"
    if len(text) < SHORT:
        yield "f:short"


def own(line: Line, candidate: Candidate, rivals: int) -> list[str]:
    """What is so for this candidate only. `rivals`: candidates of the sentence, this one included."""
    roles = sorted(candidate.roles)
    kinds = sorted({role.split(":")[0] for role in roles})
    found = [*(f"r:{role}" for role in roles), *(f"r:{kind}" for kind in kinds), "R:" + "+".join(kinds)]
    found.append(f"rivals:{min(rivals, 6)}")
    if candidate.country in SPECIAL:
        found.append(f"k:{candidate.country}")
    numbers = sorted(candidate.clauses) or range(len(line.clauses))
    for number in numbers:
        clause = line.clauses[number]
        if clause.source and clause.source.excluded:
            found.append("x:excluded source")
        if clause.subject_kind == "excluded":
            found.append("x:excluded subject")
        if clause.asked:
            found.append("x:asked")
        if clause.subject and candidate.country not in clause.subject:
            found.append("x:other subject")
    spans = [(line.clauses[number].start, line.clauses[number].end) for number in numbers]
    inside = [any(start <= at < end for start, end in spans) for at in line.starts]
    words = masked(line, candidate.country)
    mine = [word if here else "|" for word, here in zip(words, inside, strict=True)]
    clean = [word for word in mine if word]
    found += [f"c1:{word}" for word in clean]
    found += [f"c2:{one}_{two}" for one, two in zip(clean, clean[1:], strict=False)]
    found += _near(clean)
    row = [(at, concept) for at, concept in line.concepts if inside[at]]
    found += [f"cC:{concept}" for _, concept in row]
    row += [(at, word) for at, word in enumerate(words) if word[:1] == "@" and inside[at]]
    row.sort()
    found += _pairs(row)
    return list(dict.fromkeys(found))


def _pairs(row: Sequence[tuple[int, str]]) -> Iterator[str]:
    for number, (at, one) in enumerate(row):
        for there, two in row[number + 1 : number + REACH]:
            if there != at:
                yield f"cc:{one}>{two}"
                if there - at <= 3:
                    yield f"cn:{one}>{two}"


def _near(words: Sequence[str]) -> Iterator[str]:
    for at, word in enumerate(words):
        if word in ("@self", "@selfp"):
            for after in words[at + 1 : at + 1 + AHEAD]:
                if after == "|":
                    break
                yield f"a:{after}"
            yield from (f"z:{other}" for other in words[max(0, at - BEHIND) : at])


def masked(line: Line, country: str) -> list[str]:
    """The stems with names as what they are to this country; what a name is longer than one stem is empty."""
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
