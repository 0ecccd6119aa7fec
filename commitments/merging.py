"""Three-way merge of drafts: what two people typed at once, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass

from commitments.drafts import DraftValue

Typed = str | list[str]
"""A field as a form sends it."""


@dataclass(frozen=True)
class Clash:
    """Both changed this field, each to something else; `before` is what both began from."""

    name: str
    yours: Typed
    theirs: Typed
    before: Typed


def as_typed(value: DraftValue) -> Typed:
    """The value as a form sends it, so that values can be compared whoever wrote them."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).replace("\r\n", "\n")


def same(one: DraftValue, other: DraftValue) -> bool:
    """Whether two values of a field say the same; the order of a list says nothing, and empty is empty."""
    a, b = as_typed(one), as_typed(other)
    if isinstance(a, list) and isinstance(b, list):
        return sorted(a) == sorted(b)
    return a == b or (not a and not b)


def merge(
    *, before: Mapping[str, DraftValue], yours: Mapping[str, DraftValue], theirs: Mapping[str, DraftValue]
) -> tuple[dict[str, Typed], list[Clash]]:
    """The fields of `yours` that can be kept beside `theirs`, and those that cannot.

    A field that only one of them changed is that one's. Lists are merged one by one: what either
    added is in, what either took out is out. Anything else that both changed is a clash.
    """
    kept: dict[str, Typed] = {}
    clashes = []
    for name, mine in yours.items():
        began, other = before.get(name), theirs.get(name)
        if same(mine, began) or same(mine, other):
            continue
        if same(other, began):
            kept[name] = as_typed(mine)
        elif (lists := _lists(began, mine, other)) is not None:
            kept[name] = lists
        else:
            clashes.append(Clash(name, as_typed(mine), as_typed(other), as_typed(began)))
    return kept, clashes


def _lists(began: DraftValue, mine: DraftValue, other: DraftValue) -> list[str] | None:
    if not isinstance(mine, list) or not isinstance(other, list | None):
        return None
    base, yours, theirs = ({*as_typed(one or [])} for one in (began, mine, other))
    order = [*as_typed(other or []), *as_typed(mine)]
    merged = (theirs | (yours - base)) - (base - yours)
    return [one for one in dict.fromkeys(order) if one in merged]
