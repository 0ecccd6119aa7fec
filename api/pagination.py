"""Pages of a list by keyset: a cursor holds the key of the row at the edge of a page.

So page 1,000 costs what page 1 does. Cursors are opaque to clients: signed, and good only for the list that gave them.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import orjson
from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000

R = TypeVar("R")
M = TypeVar("M", bound=Model)


class CursorError(ValueError):
    """The cursor is none of this list's."""


@dataclass(frozen=True)
class Key:
    """One column of a list's order, and how its value is read from a cursor."""

    column: str
    read: Callable[[Any], Any] = int


@dataclass(frozen=True)
class Order:
    """The order of a list: a unique key, all of it ascending or all of it descending."""

    keys: tuple[Key, ...]
    descending: bool = True


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the row with this key, or (`back`) before it."""

    key: tuple[Any, ...]
    back: bool = False


@dataclass(frozen=True)
class Page(Generic[R]):
    """Rows, with the places of the pages around them."""

    rows: Sequence[R]
    following: Place | None
    previous: Place | None


NEWEST_FIRST = Order((Key("id"),))
BY_DAY = Order((Key("effective_on", date.fromisoformat), Key("id")))


def read_cursor(cursor: str, order: Order, list_name: str) -> Place:
    """The place that a cursor stands for. Raises CursorError for one that this list did not give."""
    try:
        signed = Signer(salt=f"cursor of {list_name}", sep=".").unsign(cursor)
        back, *key = orjson.loads(urlsafe_b64decode(signed))
        return Place(tuple(of.read(given) for of, given in zip(order.keys, key, strict=True)), bool(back))
    except (BadSignature, ValueError, TypeError):
        raise CursorError(
            "this is no cursor of this list; take it from `next` or `previous` of one of its pages"
        ) from None


def write_cursor(place: Place, list_name: str) -> str:
    """The cursor that stands for a place."""
    payload = urlsafe_b64encode(orjson.dumps([int(place.back), *place.key])).decode()
    return Signer(salt=f"cursor of {list_name}", sep=".").sign(payload)


def page_of(
    rows: QuerySet[M, Any], order: Order, *, limit: int, place: Place | None, fields: Sequence[Any] = ()
) -> Page[Any]:
    """One page of these rows in one query: tuples of `fields` and then the key, or (without fields) model instances."""
    columns = [key.column for key in order.keys]
    back = place is not None and place.back
    falling = order.descending is not back
    if place is not None:
        edge = _row(*(Value(given) for given in place.key))
        rows = rows.filter((LessThan if falling else GreaterThan)(_row(*map(F, columns)), edge))
    rows = rows.order_by(*(F(column).desc() if falling else F(column).asc() for column in columns))
    found: list[Any] = list(rows.values_list(*fields, *columns)[: limit + 1] if fields else rows[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    if back:
        found.reverse()
    return edges(found, lambda row: _key(row, columns, len(fields)), place=place, more=more)


def edges(found: Sequence[R], key_of: Callable[[R], tuple[Any, ...]], *, place: Place | None, more: bool) -> Page[R]:
    """These rows as a page, read from `place` on; `more` says that rows go on in the direction of reading."""
    if not found:
        return Page(found, None, None)
    back = place is not None and place.back
    has_next = True if back else more
    has_previous = more if back else place is not None
    return Page(
        found,
        Place(key_of(found[-1])) if has_next else None,
        Place(key_of(found[0]), back=True) if has_previous else None,
    )


def _key(row: Any, columns: list[str], offset: int) -> tuple[Any, ...]:
    return tuple(row[offset:]) if offset else tuple(getattr(row, column) for column in columns)


class _Row(Func):
    """A row value: `(a, b) < (1, 2)` is one range of the index, which a chain of OR is not."""

    template = "(%(expressions)s)"
    arg_joiner = ", "
    output_field = BooleanField()


def _row(*parts: Any) -> _Row:
    return _Row(*parts)
