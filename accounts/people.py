"""Making people, and the one-time links by which they sign in."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse
from sesame.utils import get_query_string

from accounts.markings import Marking
from accounts.models import User
from accounts.roles import Act, Role, may

CLEARANCES = {
    Role.VIEWER: Marking.GREEN,
    Role.ANALYST: Marking.AMBER,
    Role.REVIEWER: Marking.AMBER_STRICT,
    Role.ADMIN: Marking.RED,
}
"""What a new person of each role may see, until an administrator says otherwise."""


class PeopleError(Exception):
    """This cannot be done to a person's account; the message says why."""


class NotAllowedError(PeopleError):
    """Who asks is no administrator."""


@transaction.atomic
def create_user(*, name: str, role: Role, is_program: bool = False) -> User:
    """Make a person with this role and no password. Raises ValueError where the name is taken."""
    if User.objects.filter(username=name).exists():
        raise ValueError(f"there is already a user {name!r}")
    user = User(username=name, is_program=is_program)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    give_role(user, role)
    return user


def give_role(user: User, role: Role) -> None:
    """Give a person this role alone, and the clearance that goes with it."""
    user.clearance = CLEARANCES[role]
    user.is_staff = user.is_superuser = role is Role.ADMIN
    user.save(update_fields=["clearance", "is_staff", "is_superuser"])
    others = Group.objects.filter(name__in=[other.value for other in Role if other is not role])
    user.groups.remove(*others)
    user.groups.add(Group.objects.get(name=role.value))


@transaction.atomic
def invite(*, name: str, role: Role, by: User, base_url: str) -> str:
    """Make a person and give the link by which they sign in the first time. Raises ValueError for a taken name."""
    _demand(by)
    return sign_in_link(create_user(name=name, role=role), base_url)


@transaction.atomic
def new_link(user_id: int, *, by: User, base_url: str) -> str:
    """Another one-time link, for somebody who lost theirs or their password."""
    _demand(by)
    user = _locked(user_id)
    if not user.is_active:
        raise PeopleError(f"{user.get_username()} is shut out: let them in again first")
    return sign_in_link(user, base_url)


@transaction.atomic
def change_role(user_id: int, *, role: Role, by: User) -> User:
    """Give somebody another role. Raises PeopleError where nobody would be left to administer."""
    _demand(by)
    user = _locked(user_id)
    if role is not Role.ADMIN:
        _demand_another_admin(user)
    give_role(user, role)
    return user


@transaction.atomic
def shut_out(user_id: int, *, by: User) -> User:
    """Let somebody in no more: their sessions and API tokens end; what they did stays on record."""
    _demand(by)
    user = _locked(user_id)
    _demand_another_admin(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
    user.auth_token_set.all().delete()
    return user


@transaction.atomic
def let_in(user_id: int, *, by: User) -> User:
    """Let somebody in again who was shut out."""
    _demand(by)
    user = _locked(user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


def _demand(by: User) -> None:
    if not may(by, Act.ADMINISTER):
        raise NotAllowedError(f"{by.get_username()} is no administrator")


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id, is_program=False).first()
    if user is None:
        raise PeopleError(f"there is nobody with the number {user_id}")
    return user


def _demand_another_admin(user: User) -> None:
    # Locked, so that two administrators cannot put each other out at the same moment.
    admins = list(User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk"))
    if admins == [user]:
        raise PeopleError(f"{user.get_username()} is the only administrator: make another one first")


def sign_in_link(user: User, base_url: str = "http://127.0.0.1:8000") -> str:
    """A link that signs this person in once; void after its use, after seven days, and after a later sign-in."""
    return base_url.rstrip("/") + reverse("sign_in_by_link") + get_query_string(user)


def first_admin_link(base_url: str) -> str:
    """A one-time link for the first administrator, made if there is none yet."""
    admin = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    return sign_in_link(admin or create_user(name="admin", role=Role.ADMIN), base_url)
