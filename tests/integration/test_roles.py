"""Roles: their groups are there from the first migration on."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.people import create_user
from accounts.roles import Role


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["first", "after-a-flush"])
def test_each_role_has_its_group(name):
    assert set(Group.objects.values_list("name", flat=True)) == {"viewer", "analyst", "reviewer", "admin"}
    create_user(name=name, role=Role.ANALYST)
    assert User.objects.get().username == name
