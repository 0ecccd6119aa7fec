"""Reading: a text sentence by sentence, each with the countries that may hold what it says and their features."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extraction import candidates, compose, features
from extraction.actors import scan
from extraction.candidates import Candidate, Line
from extraction.document import Document, datelines, describe
from extraction.features import Around, Told
from extraction.frames import read
from extraction.labels import Labels
from extraction.memory import Memory
from extraction.mentions import Actors
from extraction.normal import Normal, normalise
from extraction.segment import Sentence, sentences
from extraction.theme import themes

ANSWER = 2
"""Sentences after a question that may answer it."""


@dataclass(frozen=True)
class Reading:
    """A sentence, who may hold what it says, and what stands around it."""

    line: Line
    candidates: tuple[Candidate, ...]
    around: Around

    def tell(self, told: Told) -> None:
        """Tell the features that tell the topics."""
        features.of_sentence(told, self.line, self.candidates, self.around)


@dataclass(frozen=True)
class Text:
    """A text made ready to be read."""

    normal: Normal
    sentences: list[Sentence]
    document: Document
    published_on: date | None
    readings: Iterator[Reading]


def ready(text: str, *, published_on: date | None = None, country_hint: str | None = None) -> Text:
    """Make a text ready to be read."""
    normal = normalise(text)
    spans = sentences(normal.text)
    flat = Normal(normal.text.replace("\n", " "), normal.lower.replace("\n", " "), normal.starts, normal.shifts)
    plain = scan(flat, published_on)
    actors = compose.actors(flat, plain, datelines(normal.text))
    names = Actors(plain)
    document = describe(flat, spans, actors, country_hint)

    def readings() -> Iterator[Reading]:
        memory = Memory(home=document.home, focus=document.home)
        labels = Labels(flat.lower, document.turns, document.speaker)
        known = (*_known(document), *themes(flat.lower))
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
            signs = [
                name for name, given in ((features.FLOOR_ASKS, labels.asked), ("labelled", labels.labelled)) if given
            ]
            yield Reading(line, tuple(found), Around(previous, heading, asking, known, tuple(signs)))
            age += 1
            if sentence.block.kind == "heading":
                heading = line
            if line.asks:
                question, age = line, 0
            previous, recent = line, list(memory.recent)
            acted = tuple(dict.fromkeys(c for clause in clauses for c in clause.subject)) or acted

    return Text(flat, spans, document, published_on, readings())


def _known(document: Document) -> Iterator[str]:
    if document.official:
        yield "official"
    if document.turns:
        yield "turns"
    if document.home:
        yield f"home{min(len(document.home), 3)}"
