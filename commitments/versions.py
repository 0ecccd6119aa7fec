"""The versions of a row, from its history: who made each, when, why, and what it says otherwise than the one before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from accounts.models import User
from accounts.roles import Role, roles_of
from commitments.wording import Part

ACTS = {
    "accept": "Accepted",
    "reject": "Rejected",
    "retract": "Retracted",
    "undo": "Decision undone",
    "edit": "Coded anew",
    "restate": "Package",
    "write": "Written",
    "hand in": "Handed in",
    "send back": "Sent back",
    "publish": "Published",
    "supersede": "Superseded",
    "discard": "Discarded",
}
"""What was done, by the `decision` that the act leaves with the version."""


@dataclass(frozen=True)
class Difference:
    """One thing that a version says otherwise than the one before; empty where it says nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One version. `who` is a name for people who are signed in, a role for all others, empty for the program."""

    number: int
    at: datetime
    act: str
    who: str
    reason: str
    note: str
    says: list[Part]
    differences: list[Difference]


def versions_of(row: Model, *, tell: Callable[[Any], list[Part]], reader: User | AnonymousUser) -> list[Version]:
    """All versions of a row that pghistory tracks, the newest first; `tell` says what one of its events says.

    The event model has the row's `changed_by`, `reason` and `note`.
    """
    events: Sequence[Any] = list(row.events.select_related("pgh_context").order_by("pgh_id"))  # type: ignore[attr-defined]  # made by pghistory
    names = names_of((event.changed_by_id for event in events), reader)
    versions, before = [], None
    for number, event in enumerate(events, 1):
        says = tell(event)
        versions.append(
            Version(
                number=number,
                at=event.pgh_created_at,
                act=_act(event, number),
                who=names.get(event.changed_by_id, ""),
                reason=event.get_reason_display(),
                note=event.note,
                says=says,
                differences=[] if before is None else differences(before, says),
            )
        )
        before = says
    return versions[::-1]


def differences(before: list[Part], after: list[Part]) -> list[Difference]:
    """What `after` says otherwise than `before`, in the order of the parts."""
    old, new = ({part.name: part.words for part in parts} for parts in (before, after))
    return [
        Difference(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


def _act(event: Any, number: int) -> str:
    decision = (event.pgh_context.metadata if event.pgh_context else {}).get("decision", "")
    return ACTS.get(decision) or ("Recorded" if number == 1 else "Changed")


def names_of(ids: Iterable[int | None], reader: User | AnonymousUser) -> dict[int, str]:
    """How the reader is told who these people are."""
    people = User.objects.filter(pk__in={pk for pk in ids if pk}).prefetch_related("groups")
    if reader.is_authenticated:
        return {person.pk: person.get_username() for person in people}
    for person in people:
        # Asked for once for all of them, not once for each.
        person.group_names = [group.name for group in person.groups.all()]
    return {person.pk: _greatest(roles_of(person)) for person in people}


def _greatest(roles: set[Role]) -> str:
    order = list(Role)
    return max(roles, key=order.index).value if roles else "former user"
