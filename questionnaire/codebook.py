"""The rules of the codebook: what each topic holds, the shape of its value, which codes go together.

Plain Python, no Django. The prose and the coding rules are in `docs/codebook.md`; this module
is what the database constraints, the forms, the API and the engine are made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from questionnaire.codes import (
    AidCategory,
    AttackAction,
    Code,
    Condition,
    Domain,
    GuaranteeForm,
    Horizon,
    Measure,
    Resource,
    Stance,
    Status,
    Topic,
)

VERSION = "1.0"
"""Changed whenever a code is added, removed or redefined; carried by every claim and API answer."""

EUROPEAN_UNION = "EU"
"""Code of the Union acting as one, beside the ISO 3166-1 alpha-2 codes of states."""


class Kind(StrEnum):
    """How one field of a topic's value is written."""

    CODES = "codes"
    CODE = "code"
    COUNTRIES = "countries"
    TEXTS = "texts"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CURRENCY = "currency"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class ValueField:
    """One field of a topic's value: its name, how it is written, its unit, its codes, its help."""

    name: str
    kind: Kind
    help: str
    unit: str = ""
    codes: type[Code] | None = None
    required: bool = False


@dataclass(frozen=True)
class TopicRule:
    """What the codebook says about a topic."""

    topic: Topic
    question: int
    holds: str
    has_stance: bool
    has_status: bool
    fields: tuple[ValueField, ...] = ()


def _personnel(whose: str) -> tuple[ValueField, ...]:
    return (
        ValueField("personnel_min", Kind.INTEGER, f"Least number of people: {whose}.", "people"),
        ValueField("personnel_max", Kind.INTEGER, f"Greatest number of people: {whose}.", "people"),
    )


def _codes(name: str, codes: type[Code], text: str) -> ValueField:
    return ValueField(name, Kind.CODES, text, codes=codes, required=True)


RULES: Mapping[Topic, TopicRule] = {
    rule.topic: rule
    for rule in (
        TopicRule(
            Topic.GUARANTEE,
            1,
            "The form of guarantee or assurance the country holds to be sufficient.",
            has_stance=True,
            has_status=False,
            fields=(_codes("forms", GuaranteeForm, "Forms of guarantee that the statement is for or against."),),
        ),
        TopicRule(
            Topic.PARTICIPATION,
            2,
            "Whether the country would take part in the arrangement at all, in whatever role.",
            has_stance=True,
            has_status=True,
        ),
        TopicRule(
            Topic.PARTNERS,
            2,
            "Another country named as a possible or indispensable participant.",
            has_stance=False,
            has_status=False,
            fields=(
                ValueField("countries", Kind.COUNTRIES, "Countries named, as ISO 3166-1 alpha-2 codes.", required=True),
                ValueField("indispensable", Kind.BOOLEAN, "Said to be indispensable, not only possible."),
            ),
        ),
        TopicRule(
            Topic.TROOPS,
            2,
            "Whether the country would put its own troops in Ukraine.",
            has_stance=True,
            has_status=True,
            fields=_personnel("the country's own offered contribution"),
        ),
        TopicRule(
            Topic.FORCE_SIZE,
            3,
            "The size the country holds necessary (or expects) for the whole European-led force.",
            has_stance=False,
            has_status=False,
            fields=_personnel("the whole force"),
        ),
        TopicRule(
            Topic.DEPLOYMENT,
            3,
            "Where and how the force, or the country's own part of it, would be deployed.",
            has_stance=False,
            has_status=False,
            fields=(
                ValueField("places", Kind.TEXTS, "Places named or described."),
                ValueField("domain", Kind.CODE, "Land, air or sea.", codes=Domain),
            ),
        ),
        TopicRule(
            Topic.DURATION,
            3,
            "How long the force would stay.",
            has_stance=False,
            has_status=False,
            fields=(
                ValueField("months_min", Kind.INTEGER, "Shortest stay.", "months"),
                ValueField("months_max", Kind.INTEGER, "Longest stay.", "months"),
                ValueField("open_ended", Kind.BOOLEAN, "As long as needed."),
            ),
        ),
        TopicRule(
            Topic.ATTACK_RESPONSE,
            4,
            "What to do if Russia attacks the force.",
            has_stance=True,
            has_status=False,
            fields=(_codes("actions", AttackAction, "Actions that the country backs or refuses."),),
        ),
        TopicRule(
            Topic.US_SUPPORT,
            5,
            "What the country needs or expects from the United States.",
            has_stance=True,
            has_status=False,
            fields=(
                _codes("resources", Resource, "What is needed from the United States."),
                ValueField("horizon", Kind.CODE, "For how long.", codes=Horizon, required=True),
            ),
        ),
        TopicRule(
            Topic.AID,
            6,
            "Capabilities, equipment, maintenance, training or money for Ukraine.",
            has_stance=True,
            has_status=True,
            fields=(
                ValueField("category", Kind.CODE, "Kind of aid.", codes=AidCategory, required=True),
                ValueField("item", Kind.TEXT, "What it is, in the source's words."),
                ValueField("quantity", Kind.INTEGER, "How many.", "pieces or people"),
                ValueField("amount", Kind.DECIMAL, "Money, in the stated currency.", "currency units"),
                ValueField("currency", Kind.CURRENCY, "ISO 4217 code of the amount's currency."),
            ),
        ),
        TopicRule(
            Topic.SANCTIONS,
            6,
            "More, or better enforced, sanctions on Russia and those who help it.",
            has_stance=True,
            has_status=True,
            fields=(_codes("measures", Measure, "Measures that the country is for or against."),),
        ),
    )
}
"""Each topic's rule, in the order of the questionnaire."""

STATUSES_OF: Mapping[Stance, frozenset[Status | None]] = {
    Stance.FAVOR: frozenset({None, Status.PROPOSED, Status.PLEDGED, Status.ALLOCATED, Status.DELIVERED}),
    Stance.CONDITIONAL: frozenset({None, Status.PROPOSED, Status.PLEDGED, Status.ALLOCATED, Status.DELIVERED}),
    Stance.UNDECIDED: frozenset({None, Status.PROPOSED}),
    Stance.AGAINST: frozenset({None, Status.WITHDRAWN}),
}
"""Coding rule 3: which statuses each stance may carry."""

RANGES = (("personnel_min", "personnel_max"), ("months_min", "months_max"))


def topics_of(question: int) -> tuple[Topic, ...]:
    """The topics that answer question number `question`."""
    return tuple(rule.topic for rule in RULES.values() if rule.question == question)


def empty_value(topic: Topic) -> dict[str, Any]:
    """The topic's value with nothing in it: lists empty, everything else null."""
    return {field.name: [] if field.kind in LISTS else None for field in RULES[topic].fields}


def claim_errors(
    *,
    topic: str,
    stance: str | None,
    status: str | None,
    conditions: list[str],
    value: Mapping[str, Any],
) -> list[str]:
    """What the codebook has against these codes, as messages that name the field; empty when legal."""
    if not _is_one(topic, Topic):
        return [f"topic: {topic!r} is not a topic of the codebook"]
    rule = RULES[Topic(topic)]
    return [
        *_stance_errors(rule, stance, status, conditions),
        *_value_errors(rule, value),
    ]


def _stance_errors(rule: TopicRule, stance: str | None, status: str | None, conditions: list[str]) -> list[str]:
    errors = [f"conditions: {c!r} is not a condition" for c in conditions if not _is_one(c, Condition)]
    if len(set(map(str, conditions))) != len(conditions):
        errors.append("conditions: a condition is given twice")
    if not rule.has_stance:
        if stance is not None:
            errors.append(f"stance: the topic {rule.topic} has no stance")
    elif not _is_one(stance, Stance):
        errors.append(f"stance: {stance!r} is not a stance")
    elif bool(conditions) != (stance == Stance.CONDITIONAL):
        errors.append(f"stance: {stance} with conditions {conditions or 'none'}; a condition makes it conditional")
    if status is not None and not rule.has_status:
        errors.append(f"status: the topic {rule.topic} has no status")
    elif status is not None and not _is_one(status, Status):
        errors.append(f"status: {status!r} is not a status")
    elif _is_one(stance, Stance) and rule.has_status:
        legal = STATUSES_OF[Stance(stance)] if stance else frozenset()
        if status not in legal:
            errors.append(f"status: {status} does not go with stance {stance}")
    return errors


def _value_errors(rule: TopicRule, value: Mapping[str, Any]) -> list[str]:
    names = {field.name for field in rule.fields}
    errors = [f"value.{name}: the topic {rule.topic} has no such field" for name in value if name not in names]
    for field in rule.fields:
        errors += _field_errors(field, value.get(field.name))
    for low, high in RANGES:
        least, most = value.get(low), value.get(high)
        if isinstance(least, int) and isinstance(most, int) and least > most:
            errors.append(f"value.{low}: {least} is more than {high} {most}")
    if rule.topic is Topic.AID and (value.get("amount") is None) != (value.get("currency") is None):
        errors.append("value.amount: an amount needs a currency, and a currency an amount")
    return errors


def _field_errors(field: ValueField, given: Any) -> list[str]:
    at = f"value.{field.name}"
    if given is None or given == []:
        return [f"{at}: required"] if field.required else []
    if field.kind in LISTS:
        return _list_errors(at, field, given)
    if field.kind is Kind.CODE:
        return [] if _is_one(given, field.codes or ()) else [f"{at}: {given!r} is not a code of {field.name}"]
    fits, wanted = SHAPES[field.kind]
    return [] if fits(given) else [f"{at}: {given!r} is not {wanted}"]


def _list_errors(at: str, field: ValueField, given: Any) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(item, str) and item.strip() for item in given):
        return [f"{at}: a list of texts is wanted"]
    errors = [f"{at}: a text of at most {MOST_TEXT} characters is wanted" for item in given if len(item) > MOST_TEXT]
    errors += [f"{at}: {item!r} is given twice" for item in sorted({i for i in given if given.count(i) > 1})]
    if field.kind is Kind.CODES:
        legal = set(field.codes or ())
        errors += [f"{at}: {item!r} is not a code of {field.name}" for item in given if item not in legal]
    if field.kind is Kind.COUNTRIES:
        errors += [f"{at}: {i!r} is not an ISO 3166-1 alpha-2 code" for i in given if not ISO2.fullmatch(i)]
    return errors


def _is_one(given: Any, codes: Iterable[str]) -> bool:
    """Whether it is one of the codes; what comes from outside may be anything, also what has no hash."""
    return isinstance(given, str) and given in set(codes)


def _is_whole(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 0 < given <= MOST_WHOLE


def _is_number(given: Any) -> bool:
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        return False
    return Decimal(given).is_finite() and 0 < given < MOST_AMOUNT


MOST_WHOLE = 2_147_483_647
MOST_AMOUNT = 10**16
MOST_PLACE = 200
MOST_TEXT = 300
"""What a number and a text of a value may be at most: more is a slip of the hand, and no column holds it."""

LISTS = frozenset({Kind.CODES, Kind.COUNTRIES, Kind.TEXTS})
ISO2 = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
SHAPES: Mapping[Kind, tuple[Callable[[Any], bool], str]] = {
    Kind.INTEGER: (_is_whole, f"a whole number from 1 to {MOST_WHOLE}"),
    Kind.DECIMAL: (_is_number, f"a number above zero, below {MOST_AMOUNT}"),
    Kind.BOOLEAN: (lambda given: isinstance(given, bool), "true or false"),
    Kind.CURRENCY: (lambda given: isinstance(given, str) and bool(CURRENCY.fullmatch(given)), "an ISO 4217 code"),
    Kind.TEXT: (
        lambda given: isinstance(given, str) and len(given) <= MOST_TEXT,
        f"a text of at most {MOST_TEXT} characters",
    ),
}
