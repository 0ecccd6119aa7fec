"""An administrator keeps the people: invites, gives roles and links, shuts out and lets in."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role, roles_of
from accounts.tokens import create_token
from tests.making import a_person


def act(client, user, what, **data):
    return client.post(reverse("person_act", args=[user.pk, what]), data, follow=True)


def test_an_invited_person_signs_in_by_the_link(admin):
    answer = admin.post("/people/", {"name": "nora", "role": "analyst"})
    link = answer.context["link"]
    guest = Client()
    assert guest.get(link.removeprefix("http://testserver")).url == "/"
    assert roles_of(User.objects.get(username="nora")) == {Role.ANALYST}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "ada", "role": "viewer"}, "already"),
        ({"name": "", "role": "viewer"}, "required"),
        ({"name": "no blanks", "role": "viewer"}, "valid username"),
        ({"name": "nora", "role": "king"}, "valid choice"),
    ],
)
def test_a_bad_invitation_says_what_is_wrong(admin, given, said):
    answer = admin.post("/people/", given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert User.objects.count() == 1


def test_who_is_shut_out_has_no_session_and_no_token(admin, analyst):
    create_token(user=analyst.user, scopes=["read"])
    act(admin, analyst.user, "shut-out")
    assert analyst.get(reverse("account")).status_code == 302
    assert not analyst.user.auth_token_set.exists()
    act(admin, analyst.user, "let-in")
    assert User.objects.get(pk=analyst.user.pk).is_active


def test_a_role_is_changed_and_its_clearance_with_it(admin, analyst):
    act(admin, analyst.user, "role", role="reviewer")
    changed = User.objects.get(pk=analyst.user.pk)
    assert roles_of(changed) == {Role.REVIEWER}
    assert changed.clearance == "AMBER+STRICT"


@pytest.mark.parametrize(("what", "data"), [("shut-out", {}), ("role", {"role": "viewer"})])
def test_the_last_administrator_stays_one(admin, what, data):
    answer = act(admin, admin.user, what, **data)
    assert "only administrator" in answer.content.decode()
    assert roles_of(User.objects.get(pk=admin.user.pk)) == {Role.ADMIN}


@pytest.mark.parametrize("who", ["viewer", "analyst", "reviewer"])
def test_only_administrators_keep_people(request, who):
    client = request.getfixturevalue(who)
    other = a_person("otto", Role.VIEWER)
    assert client.get("/people/").status_code == 403
    assert client.post("/people/", {"name": "nora", "role": "admin"}).status_code == 403
    assert act(client, other, "role", role="admin").status_code == 403
    assert roles_of(User.objects.get(pk=other.pk)) == {Role.VIEWER}


def test_the_page_asks_as_much_for_ten_as_for_one(admin):
    admin.get("/people/")
    with CaptureQueriesContext(connection) as for_one:
        admin.get("/people/")
    for number in range(10):
        a_person(f"guest{number}", Role.VIEWER)
    with CaptureQueriesContext(connection) as for_more:
        admin.get("/people/")
    assert len(for_more) == len(for_one)
