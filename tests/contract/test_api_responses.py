"""Answers written through the API: who saves says which version they saw; a second person publishes."""

import pytest

from tests.contract.conftest import settled
from tests.making import a_document, an_accepted_claim

JSON = {"content_type": "application/json"}
OPENED = {"country": "GB", "question": 2}
WRITTEN = {"state": "answered", "stance": "favor", "summary": "It would send soldiers.", "troops.stance": "favor"}


@pytest.fixture
def draft(analyst):
    response = analyst.post("/api/v1/responses/", OPENED, **JSON)
    assert response.status_code == 201
    return response


def at(response):
    return f"/api/v1/responses/{response.json()['id']}/"


def seen(response):
    return {"headers": {"If-Match": response["ETag"]}, **JSON}


def test_from_draft_to_published(draft, analyst, reviewer, stranger):
    claim = settled(an_accepted_claim())
    written = analyst.patch(at(draft), WRITTEN | {"claims": [claim.pk]}, **seen(draft))
    assert (written.status_code, written.json()["draft"]["summary"]) == (200, WRITTEN["summary"])
    handed_in = analyst.post(at(draft) + "hand-in/", {}, **seen(written))
    assert handed_in.json()["status"] == "in_review"
    assert stranger.get(at(draft)).status_code == 404
    published = reviewer.post(at(draft) + "publish/", {"reason": "new_source"}, **seen(handed_in))
    assert published.status_code == 200, published.content
    settled(claim)
    (shown,) = stranger.get("/api/v1/responses/?country=GB").json()["results"]
    assert (shown["claims"], shown["answers"][0]["topic"], shown["draft"]) == ([claim.pk], "troops", None)
    (answer,) = stranger.get("/api/v1/answers/?country=GB&question=2").json()["results"]
    assert (answer["source"], answer["response"]) == ("response", shown["id"])


def test_the_open_version_is_given_again(draft, analyst):
    again = analyst.post("/api/v1/responses/", OPENED, **JSON)
    assert (again.status_code, again.json()["id"], again["ETag"]) == (200, draft.json()["id"], draft["ETag"])


def test_a_write_says_which_version_it_was_made_for(draft, analyst):
    refused = analyst.patch(at(draft), WRITTEN, **JSON)
    assert (refused.status_code, refused.json()["status"]) == (428, 428)


def test_who_comes_second_is_told(draft, analyst, reviewer):
    assert analyst.patch(at(draft), {"summary": "First."}, **seen(draft)).status_code == 200
    second = reviewer.patch(at(draft), {"summary": "Second."}, **seen(draft))
    assert second.status_code == 412
    assert "anna saved" in second.json()["detail"]
    assert analyst.get(at(draft)).json()["draft"]["summary"] == "First."
    other = {"headers": {"If-Match": '"1.1"'}, **JSON}
    assert analyst.delete(at(draft), **other).status_code == 412


def test_who_wrote_it_does_not_publish_it(analyst, reviewer):
    draft = reviewer.post("/api/v1/responses/", OPENED, **JSON)
    claim = settled(an_accepted_claim())
    written = reviewer.patch(at(draft), WRITTEN | {"claims": [claim.pk]}, **seen(draft))
    refused = reviewer.post(at(draft) + "publish/", {"reason": "new_source"}, **seen(written))
    assert refused.status_code == 403
    assert "second person" in refused.json()["detail"]
    assert analyst.post(at(draft) + "publish/", {"reason": "new_source"}, **seen(written)).status_code == 403


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"colour": "red"}, "colour"),
        ({"summary": {"a": 1}}, "summary"),
        ({"sanctions.stance": "favor"}, "sanctions.stance"),
    ],
)
def test_a_field_that_is_not_there_is_named(draft, analyst, fields, name):
    refused = analyst.patch(at(draft), fields, **seen(draft))
    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == [name]


def test_what_is_wrong_with_a_draft_is_said_when_it_is_handed_in(draft, analyst):
    written = analyst.patch(at(draft), {"state": "answered", "stance": "maybe", "looked_at": "soon"}, **seen(draft))
    refused = analyst.post(at(draft) + "hand-in/", {}, **seen(written))
    assert refused.status_code == 400
    assert {"stance", "looked_at", "summary"} <= set(refused.json()["errors"])


def test_what_was_handed_in_goes_back_with_a_reason(draft, analyst, reviewer):
    written = analyst.patch(at(draft), {"state": "none_found"}, **seen(draft))
    handed_in = analyst.post(at(draft) + "hand-in/", {}, **seen(written))
    assert analyst.patch(at(draft), {"summary": "No."}, **seen(handed_in)).status_code == 409
    back = reviewer.post(at(draft) + "send-back/", {"note": "Look at the last week, too."}, **seen(handed_in))
    assert back.json()["status"] == "draft"
    assert analyst.delete(at(draft), **seen(back)).status_code == 204
    assert analyst.get(at(draft)).status_code == 404


def test_a_draft_that_rests_on_a_hidden_document_is_hidden(draft, analyst, admin):
    secret = settled(an_accepted_claim(document=a_document("Said in confidence.", marking="RED")))
    written = admin.patch(at(draft), {"claims": [secret.pk]}, **seen(draft))
    assert written.status_code == 200
    assert analyst.get(at(draft)).status_code == 404
    assert analyst.patch(at(draft), {"summary": "Hm."}, **seen(written)).status_code == 404
    assert analyst.post("/api/v1/responses/", OPENED, **JSON).status_code == 403


CAST = {
    "stranger": 401,
    "viewer": 403,
    "analyst": 201,
    "reviewer": 201,
    "admin": 201,
    "read token": 403,
    "write token": 201,
}


@pytest.mark.parametrize("who", CAST)
def test_who_may_write_answers(who, api):
    assert api(who).post("/api/v1/responses/", OPENED, **JSON).status_code == CAST[who]


def test_an_unknown_country_is_named(analyst):
    refused = analyst.post("/api/v1/responses/", {"country": "XX", "question": 99}, **JSON)
    assert refused.status_code == 400
    assert set(refused.json()["errors"]) == {"country", "question"}
