"""Codes, numbers and days in words, for people: the one place where they are written out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from questionnaire.codebook import RULES, Kind, ValueField
from questionnaire.codes import Condition, Stance, Status, Topic

DASH = "\u2013"
THIN = "\u202f"
"""Between groups of three digits; it does not break the line."""

BOUNDS = {"personnel": "people", "months": "months"}


@dataclass(frozen=True)
class Part:
    """One thing that a coding says: its name and its words."""

    name: str
    words: str


def say(
    topic: str, stance: str | None, status: str | None, conditions: Sequence[str], value: Mapping[str, Any]
) -> list[Part]:
    """What a coding says, part by part, in the order of the codebook; what is not said is left out."""
    parts = [
        Part("Stance", Stance(stance).label if stance else ""),
        Part("Conditions", ", ".join(Condition(one).label for one in conditions)),
        Part("Status", Status(status).label if status else ""),
    ]
    return [part for part in (*parts, *say_value(topic, value)) if part.words]


def say_value(topic: str, value: Mapping[str, Any]) -> list[Part]:
    """The topic's value in words: ranges as one part, codes by their labels."""
    parts = []
    for field in RULES[Topic(topic)].fields:
        bound = field.name.removesuffix("_min")
        if bound in BOUNDS and bound != field.name:
            parts.append(Part(BOUNDS[bound].capitalize(), say_range(value.get(field.name), value.get(f"{bound}_max"))))
        elif not field.name.endswith("_max"):
            parts.append(Part(label_of(field), _say_field(field, value.get(field.name), value)))
    return [part for part in parts if part.words]


def label_of(field: ValueField) -> str:
    """The name of a value's field, as a reader sees it."""
    return field.name.replace("_", " ").capitalize()


def say_range(least: int | None, most: int | None) -> str:
    """Both ends of a range: "10 000 to 30 000" with a dash, "at least 5 000", "up to 30 000", or one number."""
    if least is None and most is None:
        return ""
    if least is None:
        return f"up to {say_number(most)}"
    if most is None:
        return f"at least {say_number(least)}"
    return say_number(least) if least == most else f"{say_number(least)}{DASH}{say_number(most)}"


def say_number(number: float | Decimal | None) -> str:
    """A number with its digits in groups of three; nothing for none."""
    if number is None:
        return ""
    whole = number == int(number)
    return (f"{int(number):,}" if whole else f"{number:,.2f}").replace(",", THIN)


def say_day(day: date | None) -> str:
    """A day written out: "16 Feb 2025"; nothing for none."""
    return f"{day.day} {day:%b %Y}" if day else ""


def _say_field(field: ValueField, given: Any, value: Mapping[str, Any]) -> str:
    if given is None or given in ("", []) or field.kind is Kind.CURRENCY:
        return ""
    words = given
    match field.kind:
        case Kind.CODES if field.codes:
            words = ", ".join(field.codes(one).label for one in given)
        case Kind.CODE if field.codes:
            words = field.codes(given).label
        case Kind.COUNTRIES | Kind.TEXTS:
            words = ", ".join(given)
        case Kind.BOOLEAN:
            words = "yes" if given else "no"
        case Kind.DECIMAL:
            words = f"{say_number(Decimal(given))} {value.get('currency') or ''}".strip()
        case Kind.INTEGER:
            words = say_number(given)
    return str(words)
