"""Candidates: for each sentence the countries that may hold what it says, with the parts that they play in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from extraction.actors import Actor, tracked
from extraction.concepts import tag
from extraction.frames import Clause
from extraction.memory import Memory
from extraction.mentions import is_oblique
from extraction.normal import Normal
from extraction.segment import Sentence
from extraction.theme import signs
from extraction.words import stem

SHORT = 60
"""Characters of a short sentence."""
ENDS_ASKING = re.compile(r"\?[\"') ]*$")
RECENT = 2
"""Countries that acted before, and may be meant by a pronoun."""


@dataclass(frozen=True)
class Line:
    """A sentence as a row of stems, with the actors and concepts at their places."""

    sentence: Sentence
    text: str
    """In small letters."""
    stems: tuple[str, ...]
    starts: tuple[int, ...]
    """Offset of each stem in the normalised text."""
    actors: tuple[tuple[int, int, Actor], ...]
    """First stem, the stem after the last, the actor."""
    concepts: tuple[tuple[int, str], ...]
    clauses: tuple[Clause, ...]

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The concepts without their places."""
        return tuple(concept for _, concept in self.concepts)

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """What speaks for or against a claim in the form of the sentence."""
        clauses = self.clauses
        given = {
            "excluded source": any(clause.source and clause.source.excluded for clause in clauses),
            "excluded subject": any(clause.subject_kind == "excluded" for clause in clauses),
            "asked": any(clause.asked for clause in clauses),
            "?": self.asks,
            "quote": '"' in self.text,
            "first": self.sentence.first,
            "short": len(self.text) < SHORT,
        }
        return (self.sentence.block.kind, *signs(self.text), *(name for name, so in given.items() if so))

    @property
    def asks(self) -> bool:
        """Whether the sentence ends in a question mark."""
        return bool(ENDS_ASKING.search(self.text))


@dataclass(slots=True)
class Candidate:
    """A country that may hold what a sentence says."""

    country: str
    roles: set[str] = field(default_factory=set)
    clauses: set[int] = field(default_factory=set)
    """Numbers of the clauses in which it is named, acts or speaks."""


def line(normal: Normal, clauses: list[Clause], plain: list[Actor]) -> Line:
    """The row of stems of a sentence; `plain` are the names in it."""
    sentence = clauses[0].sentence
    words, starts = normal.words.within(sentence.start, sentence.end)
    stems = tuple(map(stem, words))
    return Line(
        sentence,
        normal.lower[sentence.start : sentence.end],
        stems,
        tuple(starts),
        tuple(_placed(plain, words, starts)),
        tuple(tag(stems)),
        tuple(clauses),
    )


def _placed(actors: list[Actor], words: list[str], starts: list[int]) -> Iterator[tuple[int, int, Actor]]:
    """Actors with the numbers of their first word and of the word after their last; a word belongs to one only."""
    after = 0
    for actor in actors:
        begin = bisect_right(starts, actor.start)
        if begin and starts[begin - 1] + len(words[begin - 1]) > actor.start:
            begin -= 1
        begin = max(begin, after)
        end = bisect_left(starts, actor.end, begin)
        if end > begin:
            yield begin, end, actor
            after = end


def of(line: Line, normal: Normal, memory: Memory, recent: list[str], before: tuple[str, ...]) -> list[Candidate]:
    """The candidates of a sentence. `recent` acted last, `before` in the sentence before."""
    found: dict[str, Candidate] = {}
    known = tracked()

    def note(countries: tuple[str, ...], role: str, clause: int | None = None) -> None:
        for country in countries:
            if country in known:
                candidate = found.get(country)
                if candidate is None:
                    candidate = found[country] = Candidate(country)
                candidate.roles.add(role)
                if clause is not None:
                    candidate.clauses.add(clause)

    for number, clause in enumerate(line.clauses):
        if clause.source and clause.source.countries and not clause.source.excluded:
            note(clause.source.countries, f"source:{clause.source.kind}", number)
        if clause.subject:
            note(clause.subject, f"subject:{clause.subject_kind}", number)
        for actor in clause.actors:
            if actor.countries:
                how = "oblique" if is_oblique(normal.lower, actor) else "owner" if actor.possessive else "free"
                note(actor.countries, f"named:{actor.kind}:{how}", number)
        if not clause.subject:
            note(clause.focus, "focus")
        if clause.home:
            note(clause.home, "home")
        if clause.label:
            note(clause.label, "label")
    if memory.speaker:
        note(memory.speaker.countries, "floor")
    for number, country in enumerate(reversed(recent[-RECENT:])):
        note((country,), f"recent:{number}")
    note(before, "before")
    return list(found.values())
