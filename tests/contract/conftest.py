"""What the tests of the API share: a filled database, and clients by name."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from accounts.roles import Role
from accounts.tokens import create_token
from tests.making import a_candidate, a_person, an_accepted_claim


@pytest.fixture
def api(request, reference) -> Callable[..., Client]:
    """The client of one of the cast, by name: `stranger`, `viewer`, …, `read token`, `write token` (an analyst's).

    `viewer token` is a viewer's, with both scopes.
    """

    def of(who: str) -> Client:
        if who.endswith(" token"):
            scopes = ["read"] if who == "read token" else ["read", "write"]
            owner = a_person("vera", Role.VIEWER) if who == "viewer token" else a_person("anna", Role.ANALYST)
            token = create_token(user=owner, scopes=scopes)
            return Client(headers={"Authorization": f"Bearer {token}"})
        client: Client = request.getfixturevalue(who)
        return client

    return of


@pytest.fixture
def claims(db, reference):
    """An accepted claim, a candidate, and what they rest on."""
    return settled({"accepted": an_accepted_claim(), "candidate": a_candidate("FR", "aid")})


def settled(made):
    """What was made, once the change log has had its say, which it has at a commit: quicker than committing."""
    connection.check_constraints()
    return made
