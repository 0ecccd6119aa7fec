"""A topic's value, between the codebook's field names and a claim's columns."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from questionnaire.codebook import RULES, Kind
from questionnaire.codes import Topic

TEXT_COLUMNS = frozenset({"domain", "horizon", "category", "item", "currency"})
AMOUNT_STEP = Decimal("0.01")


def value_columns(topic: Topic, value: dict[str, Any]) -> dict[str, Any]:
    """The columns of a claim, all of them, that hold this value of this topic."""
    columns: dict[str, Any] = {"codes": [], "places": []}
    columns |= dict.fromkeys(TEXT_COLUMNS, "")
    columns |= dict.fromkeys(("personnel_min", "personnel_max", "months_min", "months_max"))
    columns |= dict.fromkeys(("open_ended", "indispensable", "quantity", "amount"))
    for field in RULES[topic].fields:
        given = value.get(field.name)
        if field.kind in (Kind.CODES, Kind.COUNTRIES):
            columns["codes"] = list(given or [])
        elif field.kind is Kind.TEXTS:
            columns["places"] = list(given or [])
        elif field.name in TEXT_COLUMNS:
            columns[field.name] = given or ""
        elif field.kind is Kind.DECIMAL:
            columns[field.name] = None if given is None else Decimal(str(given)).quantize(AMOUNT_STEP)
        else:
            columns[field.name] = given
    return columns


def value_of(topic: Topic, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The topic's value with the codebook's field names, from the columns of a claim."""
    value: dict[str, Any] = {}
    for field in RULES[topic].fields:
        if field.kind in (Kind.CODES, Kind.COUNTRIES):
            value[field.name] = list(columns["codes"])
        elif field.kind is Kind.TEXTS:
            value[field.name] = list(columns["places"])
        else:
            value[field.name] = None if columns[field.name] == "" else columns[field.name]
    return value
