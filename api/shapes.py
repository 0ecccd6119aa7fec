"""The shapes that the API answers in, as JSON schema made from their types, so that schema and code cannot part.

A shape is a TypedDict or a dataclass; `Annotated[type, "text"]` says what a field holds.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, TypedDict, Union, get_args, get_origin, get_type_hints, is_typeddict

from questionnaire.codebook import RULES, Kind, ValueField

Schema = dict[str, Any]
Components = Callable[[str, Callable[[], Schema]], Schema]
"""Registers a named component, made once, and gives the reference to it."""

PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Decimal: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Any: {},
    types.NoneType: {"type": "null"},
}


class Value(dict[str, Any]):
    """The value of a topic; which fields it has is the topic's rule in the codebook."""


class Problem(TypedDict):
    """What went wrong (RFC 9457, `application/problem+json`)."""

    type: Annotated[str, "A URI of the kind of problem; `about:blank` where the status says it all."]
    title: Annotated[str, "The status in words."]
    status: Annotated[int, "The HTTP status."]
    detail: Annotated[str, "What is wrong with this request, for a person."]


def schema_of(kind: Any, components: Components) -> Schema:
    """The JSON schema of a type; shapes and codes become components."""
    if kind in PLAIN:
        return dict(PLAIN[kind])
    if kind is Value:
        return components("Value", lambda: _value_schema(components))
    if get_origin(kind) is not None:
        return _composed_schema(kind, components)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return components(kind.__qualname__.replace(".", ""), lambda: _enum_schema(kind))
    if isinstance(kind, type) and issubclass(kind, dict) and not is_typeddict(kind):
        return components(kind.__name__, lambda: {"type": "object", "description": _first_line(kind)})
    if is_dataclass(kind) or is_typeddict(kind):
        return components(kind.__name__, lambda: _object_schema(kind, components))
    raise TypeError(f"no JSON schema for {kind!r}")


def _composed_schema(kind: Any, components: Components) -> Schema:
    """Of a type with arguments."""
    parts = get_args(kind)
    match get_origin(kind):
        case origin if origin is Annotated:
            return {**schema_of(parts[0], components), "description": parts[1]}
        case origin if origin is Literal:
            return {"type": "string", "enum": list(parts)}
        case origin if origin in (Union, types.UnionType):
            return _union([schema_of(part, components) for part in parts])
        case origin if origin is list:
            return {"type": "array", "items": schema_of(parts[0], components)}
        case origin if origin is dict:
            return {"type": "object", "additionalProperties": schema_of(parts[1], components)}
        case _:
            raise TypeError(f"no JSON schema for {kind!r}")


def _enum_schema(kind: type[Enum]) -> Schema:
    codes = [code.value for code in kind]
    base = "integer" if all(isinstance(code, int) for code in codes) else "string"
    return {"type": base, "enum": codes, "description": _first_line(kind)}


def page_schema(kind: type, components: Components) -> Schema:
    """The schema of a page of a list of these."""
    link = {"type": ["string", "null"], "format": "uri"}
    return components(
        f"{kind.__name__}Page",
        lambda: _closed(
            {
                "next": {**link, "description": "Address of the next page; null on the last."},
                "previous": {**link, "description": "Address of the page before; null on the first."},
                "results": {"type": "array", "items": schema_of(kind, components)},
            },
            f"A page of a list: {_first_line(kind)}",
        ),
    )


def problem_schema(components: Components) -> Schema:
    """The schema of a problem; `errors` is there where single fields or parameters are at fault."""
    messages = {"type": "object", "description": "Messages by field or parameter.", "additionalProperties": True}

    def make() -> Schema:
        schema = _object_schema(Problem, components)
        return {**schema, "properties": {**schema["properties"], "errors": messages}}

    return components("Problem", make)


def _object_schema(kind: type, components: Components) -> Schema:
    hints = get_type_hints(kind, include_extras=True)
    return _closed({name: schema_of(hint, components) for name, hint in hints.items()}, _first_line(kind))


def _closed(properties: dict[str, Schema], description: str) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _union(parts: list[Schema]) -> Schema:
    if len(parts) == 2 and {"type": "null"} in parts:  # noqa: PLR2004 - a type, or nothing
        (part,) = (part for part in parts if part != {"type": "null"})
        if isinstance(part.get("type"), str) and "enum" not in part:
            return {**part, "type": [part["type"], "null"]}
    return {"anyOf": parts}


def _value_schema(components: Components) -> Schema:
    """One closed object a topic, with the codebook's fields."""
    objects = [
        components(
            f"{rule.topic.name.title().replace('_', '')}Value",
            lambda rule=rule: _closed(  # type: ignore[misc]  # mypy cannot infer a lambda with a default
                {field.name: _field_schema(field, components) for field in rule.fields}, rule.holds
            ),
        )
        for rule in RULES.values()
        if rule.fields
    ]
    nothing = {"type": "object", "additionalProperties": False, "description": "The topic has no value."}
    return {"anyOf": [*objects, nothing], "description": "The topic's value, with the codebook's field names."}


FIELD_KINDS: Mapping[Kind, Any] = {
    Kind.COUNTRIES: list[str],
    Kind.TEXTS: list[str],
    Kind.TEXT: str | None,
    Kind.INTEGER: int | None,
    Kind.DECIMAL: Decimal | None,
    Kind.CURRENCY: str | None,
    Kind.BOOLEAN: bool | None,
}


def _field_schema(field: ValueField, components: Components) -> Schema:
    if field.kind is Kind.CODES:
        kind: Any = list[field.codes]  # type: ignore[name-defined]
    elif field.kind is Kind.CODE:
        kind = field.codes if field.required else field.codes | None  # type: ignore[operator]
    else:
        kind = FIELD_KINDS[field.kind]
    unit = f" Unit: {field.unit}." if field.unit else ""
    return {**schema_of(kind, components), "description": field.help + unit}


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0] if kind.__doc__ else ""
