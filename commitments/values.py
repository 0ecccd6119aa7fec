"""A topic's value, between the codebook's field names and a claim's columns."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from questionnaire.codebook import RULES, Kind
from questionnaire.codes import Topic

TEXT_COLUMNS = frozenset({"domain", "horizon", "category", "item", "currency"})
LISTS = {Kind.CODES: "codes", Kind.COUNTRIES: "codes", Kind.TEXTS: "places"}
"""The columns for the kinds of fields that are lists; any other field has a column of its name."""
FIELDS = {
    topic: [(field.name, LISTS.get(field.kind, field.name)) for field in rule.fields] for topic, rule in RULES.items()
}
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
    for name, column in FIELDS[topic]:
        held = columns[column]
        value[name] = list(held) if column in ("codes", "places") else None if held == "" else held
    return value
