"""The four roles and what each may do: the one table that views, API and templates ask.

A role is a Django group of the same name; a person has the greatest of the roles they are in.
"""

from enum import StrEnum

from django.apps import apps
from django.apps.registry import Apps
from django.contrib.auth.models import AnonymousUser

from accounts.models import User


class Role(StrEnum):
    """Roles, least first; each may do what the ones before it may."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Act(StrEnum):
    """What a role may be needed for."""

    READ_MARKED = "read marked documents"
    IMPORT = "import documents"
    DECIDE = "decide on candidates"
    ANSWER = "write answers"
    MARK = "mark and withdraw documents"
    PUBLISH = "publish answers"
    ADMINISTER = "administer"


PERMISSIONS: dict[Role, frozenset[Act]] = {
    Role.VIEWER: frozenset({Act.READ_MARKED}),
    Role.ANALYST: frozenset({Act.READ_MARKED, Act.IMPORT, Act.DECIDE, Act.ANSWER}),
    Role.REVIEWER: frozenset({Act.READ_MARKED, Act.IMPORT, Act.DECIDE, Act.ANSWER, Act.MARK, Act.PUBLISH}),
    Role.ADMIN: frozenset(Act),
}


def may(user: User | AnonymousUser, act: Act) -> bool:
    """Whether this visitor may do `act`."""
    return any(act in PERMISSIONS[role] for role in roles_of(user))


def roles_of(user: User | AnonymousUser) -> set[Role]:
    """The roles of a visitor: none for an anonymous or inactive one, admin for a superuser."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    if user.is_superuser:
        return {Role.ADMIN}
    known = {role.value for role in Role}
    return {Role(name) for name in user.group_names if name in known}


def make_groups(using: str, apps: Apps = apps, **_: object) -> None:
    """Make the group of each role where it is missing. Hears `post_migrate`, and so runs after a test's flush, too."""
    try:
        groups = apps.get_model("auth", "Group").objects.using(using)
    except LookupError:
        return  # not migrated yet: its own signal comes
    present = set(groups.values_list("name", flat=True))
    groups.bulk_create([groups.model(name=role) for role in Role if role not in present], ignore_conflicts=True)
