"""API tokens: made by a command, used as a header, with scopes and an end."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken
from accounts.roles import Role
from tests.making import a_person


@pytest.fixture
def anna(db):
    return a_person("anna", Role.ANALYST)


def made(*arguments):
    said = StringIO()
    call_command("create_token", *arguments, stdout=said)
    return said.getvalue().strip()


def call(token, method="get", path="codebook/"):
    client = Client(headers={"Authorization": f"Bearer {token}"})
    return getattr(client, method)(f"/api/v1/{path}", content_type="application/json")


def test_the_command_prints_the_token_and_only_its_hash_is_kept(anna):
    token = made("anna", "--scope", "read", "--days", "30", "--name", "nightly copy")
    kept = ApiToken.objects.get()
    assert token not in str(vars(kept))
    assert kept.scopes == ["read"]
    assert timedelta(days=29) < kept.expiry - timezone.now() <= timedelta(days=30)
    assert call(token).status_code == 200


def test_a_token_for_reading_does_not_write(anna):
    token = made("anna", "--scope", "read")
    response = call(token, "post", "imports/")
    assert response.status_code == 403
    assert "scope" in response.json()["detail"]


def test_a_token_for_writing_alone_does_not_read(anna):
    token = made("anna", "--scope", "write")
    assert call(token).status_code == 403
    assert call(token, "post", "imports/").status_code == 400


def test_an_expired_token_is_refused_and_says_so(anna):
    token = made("anna", "--scope", "read", "--days", "1")
    ApiToken.objects.update(expiry=timezone.now() - timedelta(minutes=1))
    response = call(token)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert "expired on" in response.json()["detail"]


def test_the_token_of_somebody_who_left_is_refused(anna):
    token = made("anna", "--scope", "read")
    anna.is_active = False
    anna.save()
    assert call(token).status_code == 401


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody", "--scope", "read"), "there is no user 'nobody'"),
        (("anna", "--scope", "read", "--days", "0"), "--days"),
        (("anna", "--scope", "all"), "invalid choice: 'all'"),
        (("anna",), "--scope"),
    ],
)
def test_what_is_wrong_with_the_command_is_said(anna, arguments, said):
    with pytest.raises(CommandError, match=said):
        made(*arguments)
