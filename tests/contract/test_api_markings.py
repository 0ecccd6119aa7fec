"""What is derived from a marked document is seen by nobody who may not see the document, wherever one asks."""

import pytest

from tests.contract.conftest import settled
from tests.making import a_document, an_accepted_claim

SECRET = "Behind closed doors the minister offered soldiers."


@pytest.fixture
def secret(db, reference):
    an_accepted_claim("GB", stated_on=None)
    return settled(an_accepted_claim("GB", document=a_document(SECRET, marking="RED"), stance="against"))


PLACES = ("positions/", "claims/", "documents/", "imports/")


@pytest.mark.parametrize("who", ["stranger", "viewer", "analyst", "reviewer"])
def test_hidden_from_who_is_not_cleared(who, secret, api):
    client = api(who)
    for place in PLACES:
        answer = client.get(f"/api/v1/{place}").json()
        assert len(answer["results"]) == 1, place
        assert "RED" not in str(answer), place
    assert client.get("/api/v1/positions/").json()["results"][0]["claim_count"] == 1
    for path in ("", "text/", "claims/", "passages/"):
        assert client.get(f"/api/v1/documents/{secret.document_id}/{path}").status_code == 404
    assert client.get(f"/api/v1/claims/{secret.pk}/").status_code == 404
    assert client.get(f"/api/v1/imports/{secret.document_id}/").status_code == 404


def test_shown_to_who_is(secret, admin):
    assert [len(admin.get(f"/api/v1/{place}").json()["results"]) for place in PLACES] == [1, 2, 2, 2]
    assert admin.get("/api/v1/positions/").json()["results"][0]["stance"] == "against"


def test_nobody_decides_on_what_they_may_not_see(secret, analyst):
    response = analyst.post(f"/api/v1/claims/{secret.pk}/retract/", {"note": "no"}, content_type="application/json")
    assert response.status_code == 404


def test_the_same_bytes_again_show_nothing_of_a_hidden_document(secret, analyst):
    response = analyst.post("/api/v1/imports/", {"text": SECRET}, content_type="application/json")
    assert response.status_code == 409
    assert str(secret.document_id) not in response.content.decode()
