"""Who may do what: each endpoint with each of the cast."""

import pytest

from accounts.roles import Role
from commitments import review
from tests.contract.conftest import settled
from tests.making import a_candidate, a_document, a_person, a_published_answer

CAST = ("stranger", "viewer", "analyst", "reviewer", "admin", "read token", "write token", "viewer token")
READ = dict.fromkeys(CAST, 200)
DECIDE = {
    "stranger": 401,
    "viewer": 403,
    "analyst": 200,
    "reviewer": 200,
    "admin": 200,
    "read token": 403,
    "write token": 200,
    "viewer token": 403,
}
DECIDERS = ("analyst", "reviewer", "admin", "read token", "write token")
IMPORT = {**DECIDE, "analyst": 202, "reviewer": 202, "admin": 202, "write token": 202}

READS = (
    *("", "countries/", "countries/GB/", "questionnaires/", "questions/", "codebook/", "positions/", "claims/"),
    *("claims/{accepted}/", "documents/", "documents/{document}/", "documents/{document}/text/", "imports/", "schema/"),
    *("answers/", "responses/", "responses/{response}/", "responses/{response}/history/", "changes/"),
    *("summaries/force/", "summaries/aid/", "summaries/coverage/"),
    *("documents/{document}/claims/", "documents/{document}/passages/", "imports/{document}/", "docs/"),
)
WRITES = {
    "claims/{candidate}/accept/": ({"note": "clear words"}, DECIDE),
    "claims/{candidate}/reject/": ({}, DECIDE),
    "claims/{accepted}/retract/": ({"note": "another country"}, DECIDE),
    "claims/{accepted}/undo/": ({}, DECIDE),
    "imports/": ({"text": "Norway will take part."}, IMPORT),
}


@pytest.fixture
def ids(claims):
    ids = {name: claim.pk for name, claim in claims.items()} | {"document": claims["accepted"].document_id}
    return settled(ids | {"response": a_published_answer(claims["accepted"]).pk})


@pytest.mark.parametrize("who", CAST)
def test_reading(who, api, ids):
    client = api(who)
    got = {path: client.get(f"/api/v1/{path.format(**ids)}").status_code for path in READS}
    assert got == dict.fromkeys(READS, READ[who])


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("path", WRITES)
def test_writing(who, path, api, ids):
    body, wanted = WRITES[path]
    response = api(who).post(f"/api/v1/{path.format(**ids)}", body, content_type="application/json")
    assert response.status_code == wanted[who], response.content
    assert ("WWW-Authenticate" in response) == (wanted[who] == 401)


@pytest.mark.parametrize("who", CAST)
def test_candidates_and_rejected_claims_are_for_those_who_decide(who, api, states):
    client, shown = api(who), set(states) if who in DECIDERS else {"accepted", "retracted"}
    document = states["accepted"].document_id
    for place in ("claims/", f"documents/{document}/claims/"):
        assert {row["state"] for row in client.get(f"/api/v1/{place}").json()["results"]} == shown
        asked = {state: client.get(f"/api/v1/{place}?state={state}").json()["results"] for state in states}
        assert {state for state, rows in asked.items() if rows} == shown
    got = {state: client.get(f"/api/v1/claims/{claim.pk}/").status_code for state, claim in states.items()}
    assert got == {state: 200 if state in shown else 404 for state in states}
    (listed,) = client.get("/api/v1/imports/").json()["results"]
    assert [listed["claims"], client.get(f"/api/v1/imports/{document}/").json()["claims"]] == [len(shown)] * 2


@pytest.fixture
def states(db, reference):
    """A claim of one document in each state."""
    document, rita = a_document(), a_person("rita", Role.REVIEWER)
    made = {state: a_candidate(country, document=document) for state, country in STATES.items()}
    for state in ("accepted", "retracted"):
        review.accept(made[state].pk, by=rita)
    review.reject(made["rejected"].pk, by=rita)
    review.retract(made["retracted"].pk, by=rita, note="another country")
    return settled(made)


STATES = {"candidate": "GB", "accepted": "FR", "rejected": "DE", "retracted": "PL"}


def test_an_installation_that_is_not_public_answers_nobody_unknown(api, ids, settings):
    settings.PUBLIC_READ = False
    stranger = api("stranger")
    got = {path: stranger.get(f"/api/v1/{path.format(**ids)}").status_code for path in READS}
    assert got == {**dict.fromkeys(READS, 401), "docs/": 302}
    assert api("read token").get("/api/v1/positions/").status_code == 200


def test_a_browser_writes_only_with_its_csrf_token(api, ids):
    browser = api("analyst")
    browser.handler.enforce_csrf_checks = True
    path = f"/api/v1/claims/{ids['candidate']}/accept/"
    assert browser.post(path, {}, content_type="application/json").status_code == 403
    browser.get("/api/v1/docs/")
    token = browser.cookies["csrftoken"].value
    assert browser.post(path, {}, content_type="application/json", headers={"X-CSRFToken": token}).status_code == 200
