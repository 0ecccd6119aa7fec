"""Reading: a text sentence by sentence, each with the countries that may hold what it says and their features."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extraction import candidates, compose, features
from extraction.actors import scan
from extraction.candidates import Candidate, Line
from extraction.document import Document, datelines, describe
from extraction.frames import Actors, Memory, read
from extraction.labels import Labels
from extraction.normal import Normal, normalise
from extraction.segment import sentences
from extraction.theme import concerns_ukraine

ANSWER = 2
"""Sentences after a question that may answer it."""
HEAD = 1500


@dataclass(frozen=True)
class Reading:
    """A sentence, who may hold what it says, and the features that tell its topics."""

    line: Line
    candidates: tuple[Candidate, ...]
    features: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A text made ready to be read."""

    normal: Normal
    document: Document
    readings: Iterator[Reading]


def ready(text: str, *, published_on: date | None = None, country_hint: str | None = None) -> Text:
    """Make a text ready to be read."""
    normal = normalise(text)
    spans = sentences(normal.text)
    flat = Normal(normal.text.replace("\n", " "), normal.lower.replace("\n", " "), normal.starts, normal.shifts)
    actors = compose.actors(flat, published_on, datelines(normal.text))
    names = Actors(scan(flat, published_on))
    document = describe(flat, spans, actors, country_hint)

    def readings() -> Iterator[Reading]:
        if not concerns_ukraine(flat.lower):
            return
        memory = Memory(home=document.home, focus=document.home)
        labels = Labels(flat.lower, document.turns, document.speaker)
        general = tuple(_general(document))
        previous: Line | None = None
        heading: Line | None = None
        question: Line | None = None
        age, recent, acted = 0, list[str](), tuple[str, ...]()
        for clauses in read(flat, spans, actors, memory, labels):
            if not clauses:
                continue
            sentence = clauses[0].sentence
            line = candidates.line(flat, clauses, names.within(sentence.start, sentence.end))
            found = candidates.of(line, flat, memory, recent, acted)
            asking = question if age < ANSWER else None
            told = features.of_sentence(line, found, before=previous, heading=heading, question=asking)
            more = [name for name, given in (("f:floor asks", labels.asked), ("f:labelled", labels.labelled)) if given]
            yield Reading(line, tuple(found), (*general, *told, *more))
            age += 1
            if sentence.block.kind == "heading":
                heading = line
            if features.ENDS_ASKING.search(line.text):
                question, age = line, 0
            previous, recent = line, list(memory.recent)
            acted = tuple(dict.fromkeys(c for clause in clauses for c in clause.subject)) or acted

    return Text(flat, document, readings())


def _general(document: Document) -> Iterator[str]:
    yield "bias"
    if document.official:
        yield "d:official"
    if document.turns:
        yield "d:turns"
    if document.home:
        yield f"d:home{min(len(document.home), 3)}"
