"""Making people, and the one-time links by which they sign in."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from sesame.utils import get_query_string

from accounts.markings import Marking
from accounts.models import User
from accounts.roles import Role

CLEARANCES = {
    Role.VIEWER: Marking.GREEN,
    Role.ANALYST: Marking.AMBER,
    Role.REVIEWER: Marking.AMBER_STRICT,
    Role.ADMIN: Marking.RED,
}
"""What a new person of each role may see, until an administrator says otherwise."""


@transaction.atomic
def create_user(*, name: str, role: Role) -> User:
    """Make a person with this role and no password. Raises ValueError where the name is taken."""
    if User.objects.filter(username=name).exists():
        raise ValueError(f"there is already a user {name!r}")
    user = User(username=name, clearance=CLEARANCES[role])
    user.is_staff = user.is_superuser = role is Role.ADMIN
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    user.groups.add(Group.objects.get(name=role.value))
    return user


def sign_in_link(user: User, base_url: str = "http://127.0.0.1:8000") -> str:
    """A link that signs this person in once; void after its use, after seven days, and after a later sign-in."""
    return base_url.rstrip("/") + reverse("sign_in_by_link") + get_query_string(user)


def first_admin_link(base_url: str) -> str:
    """A one-time link for the first administrator, made if there is none yet."""
    admin = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    return sign_in_link(admin or create_user(name="admin", role=Role.ADMIN), base_url)
