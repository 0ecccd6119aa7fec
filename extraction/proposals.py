"""A language model's answer, as claims: the schema that it is asked to keep to, and what is kept of what it says.

A proposal is kept only where its quote stands in the text, letter by letter, and its codes are legal. Nothing else in
an answer has any effect, so a document that tries to instruct the model can at worst have its own words proposed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from extraction.actors import tracked
from extraction.engine import CandidateClaim
from questionnaire.codebook import RULES, Kind, TopicRule, ValueField, claim_errors, empty_value
from questionnaire.codes import Attribution, Condition, Stance, Status, Topic

NO_CONFIDENCE = 0.0
"""What a model says of its own certainty is not calibrated, so nothing is taken over."""
MOST_LETTERS, MOST_PIECES, MOST_MONEY = 200, 2_000_000_000, 10**15
SPOKEN = frozenset({Attribution.OFFICIAL_NAMED, Attribution.THIRD_PARTY})
"""Attributions that may have a speaker (coding rule 12)."""


class AnswerError(ValueError):
    """The answer is not in the form that was asked for; the message says where."""


@dataclass(frozen=True)
class Proposals:
    """Claims that were kept, and what was wrong with the others, one text each."""

    claims: tuple[CandidateClaim, ...]
    refused: tuple[str, ...]


def answer_schema() -> dict[str, Any]:
    """JSON schema of an answer: a list of claims, one form for each topic, all from the codebook."""
    return _object({"claims": {"type": "array", "items": {"anyOf": [_claim_schema(rule) for rule in RULES.values()]}}})


def _claim_schema(rule: TopicRule) -> dict[str, Any]:
    return _object(
        {
            "country": {"type": "string", "enum": sorted(tracked())},
            "topic": {"type": "string", "enum": [rule.topic.value]},
            "stance": {"type": "string", "enum": _values(Stance)} if rule.has_stance else {"type": "null"},
            "status": _nullable({"type": "string"}, _values(Status)) if rule.has_status else {"type": "null"},
            "conditions": {"type": "array", "items": {"type": "string", "enum": _values(Condition)}},
            "value": _object({field.name: _field_schema(field) for field in rule.fields}),
            "attribution": {"type": "string", "enum": _values(Attribution)},
            "speaker": _nullable({"type": "string"}),
            "stated_on": {**_nullable({"type": "string"}), "description": "YYYY-MM-DD"},
            "quote": {"type": "string", "description": "Words of the document, letter by letter."},
        }
    )


def _field_schema(field: ValueField) -> dict[str, Any]:
    texts = {"type": "string"}
    match field.kind:
        case Kind.CODES:
            schema = {"type": "array", "items": {**texts, "enum": _values(field.codes)}}
        case Kind.COUNTRIES | Kind.TEXTS:
            schema = {"type": "array", "items": texts}
        case Kind.CODE:
            codes = _values(field.codes)
            schema = {**texts, "enum": codes} if field.required else _nullable(texts, codes)
        case Kind.INTEGER | Kind.DECIMAL | Kind.BOOLEAN:
            names = {Kind.INTEGER: "integer", Kind.DECIMAL: "number", Kind.BOOLEAN: "boolean"}
            schema = _nullable({"type": names[field.kind]})
        case _:
            schema = _nullable(texts)
    return {**schema, "description": f"{field.help} {field.unit}".strip()}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _nullable(schema: dict[str, Any], codes: list[str] | None = None) -> dict[str, Any]:
    either = {**schema, "type": [schema["type"], "null"]}
    return {**either, "enum": [*codes, None]} if codes else either


def _values(codes: Any) -> list[str]:
    return [code.value for code in codes]


def check_answer(answer: Any, text: str, *, published_on: date | None) -> Proposals:
    """Keep what is quoted and legal. Raises AnswerError where the answer has another form altogether."""
    if not isinstance(answer, dict) or not isinstance(answer.get("claims"), list):
        raise AnswerError('the answer is no object with a list "claims"')
    kept: dict[tuple[Any, ...], CandidateClaim] = {}
    refused: list[str] = []
    for number, given in enumerate(answer["claims"], 1):
        try:
            claim = _checked(given, text, published_on)
        except AnswerError as error:
            refused.append(f"proposal {number}: {error}")
        else:
            kept.setdefault((claim.country, claim.topic, claim.start, claim.end, repr(claim.value)), claim)
    claims = sorted(kept.values(), key=lambda claim: (claim.start, claim.end, claim.country, claim.topic))
    return Proposals(tuple(claims), tuple(refused))


def _checked(given: Any, text: str, published_on: date | None) -> CandidateClaim:
    if not isinstance(given, dict):
        raise AnswerError("it is no object")
    topic, value = given.get("topic"), given.get("value")
    if not isinstance(topic, str) or topic not in set(Topic) or not isinstance(value, dict):
        raise AnswerError(f"topic {topic!r} with value {value!r}")
    conditions = given.get("conditions") or []
    if not isinstance(conditions, list) or not all(isinstance(condition, str) for condition in conditions):
        raise AnswerError(f"conditions {conditions!r}")
    value = {**empty_value(Topic(topic)), **value}
    stance, status = given.get("stance"), given.get("status")
    errors = [
        *claim_errors(topic=topic, stance=stance, status=status, conditions=conditions, value=value),
        *_source_errors(given),
        *_size_errors(value),
    ]
    if errors:
        raise AnswerError("; ".join(errors))
    start, end = _place(given.get("quote"), text)
    return CandidateClaim(
        country=given["country"],
        topic=topic,
        stance=stance,
        status=status,
        conditions=tuple(conditions),
        value=value,
        attribution=given["attribution"],
        speaker=_speaker(given, text),
        stated_on=_day(given.get("stated_on"), published_on),
        quote=text[start:end],
        start=start,
        end=end,
        confidence=NO_CONFIDENCE,
    )


def _source_errors(given: Mapping[str, Any]) -> Iterator[str]:
    country, attribution = given.get("country"), given.get("attribution")
    if not isinstance(country, str) or country not in tracked():
        yield f"country: {country!r} is not a tracked country"
    if not isinstance(attribution, str) or attribution not in set(Attribution):
        yield f"attribution: {attribution!r} is not an attribution"


def _size_errors(value: Mapping[str, Any]) -> Iterator[str]:
    """What is too long or too great to be stored, or holds a character that cannot be."""
    for name, given in value.items():
        texts = [text for text in (given if isinstance(given, list) else [given]) if isinstance(text, str)]
        if any(len(text) > MOST_LETTERS or "\0" in text for text in texts):
            yield f"value.{name}: longer than {MOST_LETTERS} characters"
        most = MOST_MONEY if name == "amount" else MOST_PIECES
        if isinstance(given, int | float) and given > most:
            yield f"value.{name}: {given} is more than {most}"


def _place(quote: Any, text: str) -> tuple[int, int]:
    """Where the quote stands, without blanks at its ends. Raises AnswerError where it does not."""
    if not isinstance(quote, str) or not (words := quote.strip()):
        raise AnswerError("it quotes nothing")
    start = text.find(words)
    if start < 0:
        raise AnswerError(f"the text does not say “{words[:80]}”")
    return start, start + len(words)


def _speaker(given: Mapping[str, Any], text: str) -> str | None:
    """The speaker, where the attribution may have one and the text prints the name."""
    speaker = given.get("speaker")
    if given["attribution"] not in SPOKEN or not isinstance(speaker, str) or not speaker.strip():
        return None
    name = speaker.strip()
    return name if name in text and len(name) <= MOST_LETTERS else None


def _day(given: Any, published_on: date | None) -> date | None:
    """The day, unless it is none or lies after publication."""
    try:
        day = date.fromisoformat(given)
    except (TypeError, ValueError):
        return None
    return None if published_on and day > published_on else day
