"""Marked texts: labelled documents in a form that people can write, many to a file.

    === id | kind | 2025-03-03 | publisher | title
    "There will be British troops," Keir Starmer said. {{GB troops favor pledged by="Keir Starmer" attr=official_named}}
    Italian soldiers would not go, he heard. {{IT troops against | IT guarantee against forms=multinational_force}}

The marks stand after the sentence that holds the claim: country (or several, with commas), topic, stance where the
topic has one, status, then `if=` conditions, `by=` speaker, `on=` day, `attr=` attribution and the fields of the
topic's value, where `min` and `max` are people or months; a `horizon` not given is unspecified. The document's text is
what is left without the marks, and a claim's quote is the sentence before the mark.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from extraction.labelled import Labelled, LabelledError, read_labelled
from extraction.records import Record
from extraction.scoring import sentence_spans
from questionnaire.codebook import RULES, Kind, ValueField, empty_value
from questionnaire.codes import Condition, Horizon, Stance, Status, Topic

HEAD = "=== "
MARK = re.compile(r"[ \t]*\{\{(.*?)\}\}", re.DOTALL)
WORD = re.compile(r'\w+="[^"]*"|\S+')
PREFIX = {Topic.DURATION: "months_", Topic.TROOPS: "personnel_", Topic.FORCE_SIZE: "personnel_"}
PARTS = 5


def read_documents(folder: Path, numbers: tuple[int, int] | None = None) -> list[Labelled]:
    """The labelled documents of a folder: of its marked texts where it has any (`numbers` counts them), else its JSON.

    Raises LabelledError where there are none, or one is not in the form.
    """
    files = sorted(folder.glob("*.txt"))
    if not files:
        return read_labelled(folder, numbers)
    documents = [document for file in files for document in read_marked(file)]
    return documents[numbers[0] - 1 : numbers[1]] if numbers else documents


def read_marked(path: Path) -> Iterator[Labelled]:
    """The documents of a file. Raises LabelledError, which names the document and what is wrong."""
    for block in re.split(rf"(?m)^{HEAD}", path.read_text(encoding="utf-8"))[1:]:
        head, _, body = block.partition("\n")
        parts = [part.strip() for part in head.split("|")]
        if len(parts) != PARTS:
            raise LabelledError(f"{path.name}: the head “{head}” has not {PARTS} parts")
        try:
            text, claims = _unmarked(body.strip("\n"))
            yield Labelled(parts[0], parts[1], text, date.fromisoformat(parts[2]) if parts[2] != "-" else None, claims)
        except ValueError as error:
            raise LabelledError(f"{path.name}: {parts[0]}: {error}") from error


def _unmarked(body: str) -> tuple[str, tuple[Record, ...]]:
    pieces: list[str] = []
    marks: list[tuple[int, Record]] = []
    last = length = 0
    for mark in MARK.finditer(body):
        pieces.append(body[last : mark.start()])
        length += mark.start() - last
        last = mark.end()
        marks += [(length, claim) for text in mark[1].split("|") for claim in _claims(text)]
    text = "".join([*pieces, body[last:]]).rstrip()
    spans = sentence_spans(text)
    return text, tuple({**claim, **_place(text, spans, at)} for at, claim in marks)


def _place(text: str, spans: list[tuple[int, int]], at: int) -> Record:
    """The sentence that ends where a mark stands, or in which it stands."""
    start, end = max(span for span in spans if span[0] < at)
    quote = text[start : min(end, max(at, start + 1))]
    start += len(quote) - len(quote.lstrip())
    return {"quote": quote.strip(), "start": start, "end": start + len(quote.strip())}


def _claims(mark: str) -> Iterator[Record]:
    words = WORD.findall(mark)
    countries, topic, rest = words[0].split(","), Topic(words[1]), words[2:]
    rule = RULES[topic]
    stance = Stance(rest.pop(0)).value if rule.has_stance else None
    status = Status(rest.pop(0)).value if rest and "=" not in rest[0] else None
    claim: Record = {"topic": topic.value, "stance": stance, "status": status, "conditions": []}
    claim |= {"attribution": None, "speaker": None, "stated_on": None}
    value = empty_value(topic)
    fields = {field.name: field for field in rule.fields}
    for word in rest:
        name, _, given = word.partition("=")
        given = given.strip('"')
        if name == "if":
            claim["conditions"] = [Condition(code).value for code in given.split(",")]
        elif name == "by":
            claim["speaker"] = given.replace("_", " ")
        elif name == "on":
            claim["stated_on"] = given
        elif name == "attr":
            claim["attribution"] = given
        else:
            name = PREFIX.get(topic, "") + name if name in ("min", "max") else name
            if name not in fields:
                raise ValueError(f"{topic} has no field {name}")
            value[name] = _given(fields[name], given)
    if "horizon" in value:
        value["horizon"] = value["horizon"] or Horizon.UNSPECIFIED.value
    for country in countries:
        yield {"country": country, **claim, "value": dict(value)}


def _given(field: ValueField, text: str) -> Any:
    match field.kind:
        case Kind.CODES:
            return [field.codes(code).value for code in text.split(",")] if field.codes else []
        case Kind.CODE:
            return field.codes(text).value if field.codes else text
        case Kind.COUNTRIES | Kind.TEXTS:
            return text.replace("_", " ").split(",")
        case Kind.INTEGER | Kind.DECIMAL:
            number = float(text.replace(",", ""))
            return int(number) if number.is_integer() else number
        case Kind.BOOLEAN:
            return text == "true"
        case _:
            return text.replace("_", " ")
