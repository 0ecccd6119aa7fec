"""The parameters that a resource takes: read strictly, and described in the schema from the same declaration.

A filter is named as its field. Repeated, it means "or"; `__in` takes several with commas between, `__gte` and `__lte`
bound a range. Whatever a resource does not know is an error that names it, never ignored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from api import reading
from api.pagination import DEFAULT_LIMIT, MAX_LIMIT
from api.problems import BadRequestError
from api.shapes import Schema
from commitments.models import Country
from questionnaire.codebook import RULES

DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
WHOLE: Schema = {"type": "integer", "minimum": 0}


@dataclass(frozen=True)
class Parameter:
    """A parameter: how it is read and described, and the lookup that it filters by (none: the view uses its value)."""

    name: str
    read: reading.Read
    schema: Schema
    help: str
    lookup: str = ""
    many: bool = False
    """May be repeated, which means "or"."""
    separated: bool = False
    """Takes several values with commas between."""
    default: Any = None


@dataclass
class Query:
    """What a request asks for: the values of its parameters, and the filter that they amount to."""

    values: dict[str, Any] = field(default_factory=dict)
    where: Q = field(default_factory=Q)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def read_query(given: QueryDict, known: Iterable[Parameter]) -> Query:
    """Read all parameters. Raises BadRequestError with a message for each one that is unknown or wrong."""
    by_name = {parameter.name: parameter for parameter in known}
    query = Query({parameter.name: parameter.default for parameter in by_name.values()})
    errors: dict[str, list[str]] = {}
    for name in given:
        parameter = by_name.get(name)
        try:
            if parameter is None:
                raise ValueError(_unknown(name, by_name))  # noqa: TRY301 - one place collects all messages
            query.values[name] = _value(parameter, given.getlist(name))
        except ValueError as error:
            errors[name] = [str(error)]
    errors |= _unknown_countries(by_name, query)
    if errors:
        raise BadRequestError("; ".join(f"{name}: {said[0]}" for name, said in errors.items()), errors)
    for name in given:
        if by_name[name].lookup:
            query.where &= Q(**{by_name[name].lookup: query[name]})
    return query


def one_of(name: str, codes: Iterable[Any], text: str, *, column: str = "") -> list[Parameter]:
    """Filters `NAME` and `NAME__in` for a column that holds one of these codes."""
    legal = [getattr(code, "value", code) for code in codes]
    kind = "integer" if all(isinstance(code, int) for code in legal) else "string"
    return _equal(name, reading.one_of(legal), {"type": kind, "enum": legal}, text, column)


def any_of(name: str, codes: Iterable[Any], text: str) -> list[Parameter]:
    """Filters `NAME` and `NAME__in` for a column that lists codes: rows that have any of those given."""
    return [replace(parameter, lookup=f"{name}__overlap") for parameter in one_of(name, codes, text)]


def texts(name: str, text: str, *, column: str = "") -> list[Parameter]:
    """Filters `NAME` and `NAME__in` for a column of free text."""
    return _equal(name, reading.text, {"type": "string"}, text, column)


def countries(column: str = "country_id") -> list[Parameter]:
    """Filters by tracked country."""
    schema = {"type": "string", "pattern": "^[A-Z]{2}$"}
    return _equal("country", reading.country, schema, "ISO 3166-1 alpha-2 code of a tracked country, or EU.", column)


def numbers(name: str, text: str, *, column: str = "") -> list[Parameter]:
    """Filters `NAME`, `NAME__in`, `NAME__gte` and `NAME__lte` for a column of whole numbers."""
    return [*_equal(name, reading.whole, WHOLE, text, column), *_range(name, reading.whole, WHOLE, text, column)]


def ids(name: str, text: str, *, column: str = "") -> list[Parameter]:
    """Filters `NAME` and `NAME__in` for a column of ids."""
    return _equal(name, reading.whole, WHOLE, text, column)


def days(name: str, text: str, *, column: str = "") -> list[Parameter]:
    """Filters `NAME`, `NAME__gte` and `NAME__lte` for a column of dates."""
    return [
        Parameter(name, reading.day, DAY, text, column or name),
        *_range(name, reading.day, DAY, text, column),
    ]


def flag(name: str, text: str, *, lookup: str = "") -> Parameter:
    """A parameter that is `true` or `false`."""
    return Parameter(name, reading.flag, {"type": "boolean"}, text, lookup)


def present(name: str, text: str, *, column: str) -> Parameter:
    """A parameter that is `true` for rows that have something in the column, `false` for those that have not."""
    return Parameter(name, reading.absence, {"type": "boolean"}, text, f"{column}__isnull")


def updated_since(column: str = "updated_at") -> Parameter:
    """Only what was changed at or after a moment."""
    text = "Only what changed at or after this moment."
    return Parameter("updated_since", reading.beginning, MOMENT, text, f"{column}__gte")


def limit(default: int = DEFAULT_LIMIT) -> Parameter:
    """How many rows a page has at most."""
    schema = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": default}
    return Parameter("limit", reading.between(1, MAX_LIMIT), schema, "Rows on a page.", default=default)


AS_OF = Parameter("as_of", reading.day, DAY, "The day in the world: what counted on it. Today, where not given.")
KNOWN_AT = Parameter(
    "known_at",
    reading.moment,
    MOMENT,
    "The moment in this system: what it held then. Now, where not given; a day means its end, in UTC.",
)
QUESTION = Parameter(
    "question",
    reading.one_of(sorted({rule.question for rule in RULES.values()})),
    WHOLE,
    "Number of a question: what is on any of its topics. Repeated: any of them.",
    many=True,
)
CURSOR = Parameter("cursor", reading.text, {"type": "string"}, "Where a page begins: from `next` or `previous`.")


def _equal(name: str, read: reading.Read, schema: Schema, text: str, column: str) -> list[Parameter]:
    lookup = f"{column or name}__in"
    return [
        Parameter(name, read, schema, f"{text} Repeated: any of them.", lookup, many=True),
        Parameter(f"{name}__in", read, schema, "The same, with commas between.", lookup, separated=True),
    ]


def _range(name: str, read: reading.Read, schema: Schema, text: str, column: str) -> list[Parameter]:
    return [
        Parameter(f"{name}__gte", read, schema, f"{text} This or more.", f"{column or name}__gte"),
        Parameter(f"{name}__lte", read, schema, f"{text} This or less.", f"{column or name}__lte"),
    ]


def _value(parameter: Parameter, given: list[str]) -> Any:
    if parameter.separated:
        given = [part for one in given for part in one.split(",")]
    elif not parameter.many and len(given) > 1:
        raise ValueError("give it once")
    if any("\0" in one for one in given):
        raise ValueError("it holds a null character")
    values = [parameter.read(one) for one in given]
    return values if parameter.many or parameter.separated else values[0]


def _unknown(name: str, known: Mapping[str, Parameter]) -> str:
    if not known:
        return "this address takes no parameters"
    close = get_close_matches(name, known, n=1)
    guess = f"; did you mean {close[0]}?" if close else "."
    return f"there is no such parameter{guess} Known are: {', '.join(known)}"


def _unknown_countries(known: Mapping[str, Parameter], query: Query) -> dict[str, list[str]]:
    given = {
        name: query[name] for name, parameter in known.items() if parameter.read is reading.country and query[name]
    }
    if not given:
        return {}
    wanted = {code for codes in given.values() for code in codes}
    missing = wanted - set(Country.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    errors = {
        name: [f"{code} is not a tracked country" for code in codes if code in missing] for name, codes in given.items()
    }
    return {name: said for name, said in errors.items() if said}
