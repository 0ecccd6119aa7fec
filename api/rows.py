"""Rows as JSON text, written by the database: what a list costs is mostly the making of objects, and here none is made.

Claim.objects.annotate(json=as_text(Json(id="id", country="country_id", …)))
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Expression, F, Func, Model, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, NullIf
from django.db.models.sql.compiler import SQLCompiler

from questionnaire.codebook import LISTS, RULES, Kind
from questionnaire.codes import Topic

COLUMNS: Mapping[Kind, str] = {Kind.CODES: "codes", Kind.COUNTRIES: "codes", Kind.TEXTS: "places"}
"""Columns that hold the lists of a topic's value; any other field has a column of its own name."""

TEXT_KINDS = frozenset({Kind.CODE, Kind.TEXT, Kind.CURRENCY})


class Json(Func):
    """A JSON object of expressions with these keys, in this order; a text stands for the column of that name."""

    function = "json_build_object"
    output_field = TextField()

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.keys = tuple(fields)
        self.text: AsText | None = None
        super().__init__(*fields.values())

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Keys are names of our own, never input."""
        parts: list[str] = []
        parameters: list[Any] = []
        for key, expression in zip(self.keys, self.source_expressions, strict=True):
            sql, given = compiler.compile(expression)
            parts.append(f"'{key}', {sql}")
            parameters += given
        return f"json_build_object({', '.join(parts)})", parameters


class JsonList(JSONBAgg):
    """The objects of a group as a JSON list."""

    function = "JSON_AGG"
    output_field = TextField()  # type: ignore[assignment]  # text, for the driver to hand over as it is


class Moment(Func):
    """A moment as RFC 3339 text in UTC, to the microsecond."""

    template = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    output_field = TextField()


class AsText(Expression):
    """The object as text, which the driver hands over as it is.

    Its SQL is made once for each model: making it anew for every request costs more than running it.
    """

    def __init__(self, json: Json) -> None:
        super().__init__(output_field=TextField())
        self.json = json
        self.made: dict[type[Model], tuple[str, list[Any]]] = {}
        parts: list[Any] = list(json.flatten())
        column: Any = F  # the stubs do not know its name
        self.joined = [part.name for part in parts if type(part) is column and "__" in part.name]

    def resolve_expression(self, query: Any = None, *given: Any, **named: Any) -> Any:
        """Join what the object reads; where that is not under the tables' own names, make the SQL anew."""
        columns: list[Any] = [F(path).resolve_expression(query, *given, **named) for path in self.joined]
        if any(column.alias != column.target.model._meta.db_table for column in columns):
            return Cast(self.json, TextField()).resolve_expression(query, *given, **named)
        if query.model not in self.made:
            own = query.model._default_manager.all().query
            resolved = Cast(self.json, TextField()).resolve_expression(own)
            sql, parameters = own.get_compiler(DEFAULT_DB_ALIAS).compile(resolved)
            self.made[query.model] = sql, list(parameters)
        return RawSQL(*self.made[query.model], output_field=TextField())  # noqa: S611 - made of our own names just now


def as_text(json: Json) -> AsText:
    """The object as text; made once for each object that is kept."""
    if json.text is None:
        json.text = AsText(json)
    return json.text


def or_null(column: str) -> NullIf:
    """A text column of which the empty text means that there is none."""
    return NullIf(F(column), Value("", output_field=TextField()))


def value_json(prefix: str = "") -> Case:
    """The value of the row's topic with the codebook's field names; `prefix` leads to the coded row."""
    return Case(
        *(When(**{f"{prefix}topic": topic.value}, then=_topic_json(topic, prefix)) for topic in Topic),
        output_field=TextField(),
    )


def _topic_json(topic: Topic, prefix: str) -> Json:
    fields: dict[str, Any] = {}
    for field in RULES[topic].fields:
        column = prefix + COLUMNS.get(field.kind, field.name)
        textual = field.kind in TEXT_KINDS and field.kind not in LISTS
        fields[field.name] = or_null(column) if textual else F(column)
    return Json(fields)


def list_of(rows: QuerySet[Any], owner: str, json: Json, order: str) -> Coalesce:
    """The rows that belong to the outer row (through the column `owner`) as a JSON list of these objects."""
    own = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    objects = own.annotate(json=JsonList(json, order_by=order)).values("json")
    return Coalesce(Subquery(objects), Value("[]", output_field=TextField()), template="(COALESCE(%(expressions)s))")
