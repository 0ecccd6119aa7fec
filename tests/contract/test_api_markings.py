"""What is derived from a marked document is seen by nobody who may not see the document, wherever one asks."""

import pytest

from documents.models import Document
from tests.contract.conftest import settled
from tests.making import a_document, a_published_answer, an_accepted_claim

SECRET = "Behind closed doors the minister offered soldiers."
PLEDGE = {"status": "pledged", "value": {"category": "finance", "amount": 7_654_321, "currency": "EUR"}}
PLACES = ("positions/", "claims/", "documents/", "imports/")
EVERYWHERE = (
    *PLACES,
    "changes/",
    "answers/?source=response",
    "answers/?source=claims",
    "responses/",
    "responses/?status=superseded&status=published",
    "summaries/aid/",
    "summaries/force/",
    "summaries/coverage/",
)


@pytest.fixture
def secret(db, reference):
    an_accepted_claim("GB")
    secret = an_accepted_claim("GB", "aid", document=a_document(SECRET, marking="RED"), **PLEDGE)
    a_published_answer(secret, 6, summary="It offered soldiers, but said so to few.")
    return settled(secret)


@pytest.mark.parametrize("who", ["stranger", "viewer", "analyst", "reviewer"])
def test_hidden_from_who_is_not_cleared(who, secret, api):
    client = api(who)
    for place in EVERYWHERE:
        answer = client.get(f"/api/v1/{place}").content.decode()
        told = [word for word in ("RED", "7654321", "closed doors", "said so to few") if word in answer]
        assert told == [], place
    assert [len(client.get(f"/api/v1/{place}").json()["results"]) for place in PLACES] == [1, 1, 1, 1]
    for path in ("", "text/", "claims/", "passages/"):
        assert client.get(f"/api/v1/documents/{secret.document_id}/{path}").status_code == 404
    assert client.get(f"/api/v1/claims/{secret.pk}/").status_code == 404
    assert client.get(f"/api/v1/imports/{secret.document_id}/").status_code == 404
    response = secret.responses.get().pk
    assert client.get(f"/api/v1/responses/{response}/").status_code == 404
    assert client.get(f"/api/v1/responses/{response}/history/").status_code == 404


def test_shown_to_who_is(secret, admin):
    assert [len(admin.get(f"/api/v1/{place}").json()["results"]) for place in PLACES] == [2, 2, 2, 2]
    assert admin.get("/api/v1/summaries/aid/").json()["aid"]["by_status"]["pledged"]["euro"] == 7_654_321
    assert admin.get("/api/v1/summaries/coverage/").json()["coverage"]["total"]["published"] == 1
    assert "closed doors" in admin.get("/api/v1/changes/?limit=1000").content.decode()


def test_what_is_restricted_later_is_withheld_from_the_feed_and_the_past(secret, stranger):
    shown = an_accepted_claim("FR", document=a_document("The minister said that France would send soldiers."))
    settled(shown)
    before = stranger.get("/api/v1/changes/?limit=1000").json()["results"]
    moment = before[-1]["at"]
    Document.objects.filter(pk=shown.document_id).update(marking="RED")
    settled(shown)
    feed = stranger.get("/api/v1/changes/?limit=1000").json()["results"]
    assert [entry["sequence"] for entry in feed] == list(range(1, len(feed) + 1))
    assert feed[len(before) - 1]["kind"] == "withheld"
    assert "France would" not in str(feed)
    assert stranger.get("/api/v1/positions/", {"country": "FR", "known_at": moment}).json()["results"] == []


def test_nobody_decides_on_what_they_may_not_see(secret, analyst):
    response = analyst.post(f"/api/v1/claims/{secret.pk}/retract/", {"note": "no"}, content_type="application/json")
    assert response.status_code == 404


def test_the_same_bytes_again_show_nothing_of_a_hidden_document(secret, analyst):
    response = analyst.post("/api/v1/imports/", {"text": SECRET}, content_type="application/json")
    assert response.status_code == 409
    assert set(response.json()) == {"type", "title", "status", "detail"}
