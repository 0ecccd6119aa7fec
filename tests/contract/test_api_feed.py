"""A client that reads only the change feed rebuilds what positions and answers say, for every reader."""

from datetime import UTC, date, datetime

import pytest

from commitments import responses, review
from documents.models import Document
from questionnaire.codebook import empty_value
from questionnaire.codes import Topic
from tests.contract.conftest import settled
from tests.integration.commitments import replay
from tests.making import a_document, a_published_answer, an_accepted_claim

SAME = ("stance", "status", "conditions", "value", "quote", "document_title", "reliability", "marking", "claim_count")
SAME += ("evidence", "conflict", "age_days", "stale", "start", "end", "document")
OF_ANSWERS = ("source", "state", "stance", "evidence", "contradicted_by", "evidence_gone", "conflict", "response")


@pytest.fixture
def history(db, reference, analyst):
    """Claims that come, change and go; answers; a document described anew, one restricted, one released."""
    first = settled(an_accepted_claim("GB", stated_on=date(2025, 2, 20), value={"personnel_min": 5000}))
    an_accepted_claim("GB", stance="conditional", conditions=["us_backstop"], stated_on=date(2025, 3, 9))
    an_accepted_claim("FR", "aid", status="pledged", value={"category": "finance", "amount": 2.5e9, "currency": "EUR"})
    gone = settled(an_accepted_claim("PL", stance="against", document=a_document("Poland would not go.")))
    quiet = an_accepted_claim("NO", document=a_document("Norway would go.", marking="AMBER"))
    settled(a_published_answer(first, stance="favor", effective_on="2025-02-21"))
    settled(a_published_answer(quiet))
    review.retract(gone.pk, by=analyst.user, note="An opposition politician.")
    settled(a_published_answer(first, stance="undecided", effective_on="2025-02-25"))
    Document.objects.filter(pk=first.document_id).update(title="Another title", reliability="B")
    settled(Document.objects.filter(pk=quiet.document_id).update(marking="GREEN"))


def read(client, address):
    while address:
        page = client.get(address).json()
        yield from page["results"]
        address = page["next"]


def rebuilt(client):
    state = replay.Held()
    for number, entry in enumerate(read(client, "/api/v1/changes/?limit=7"), 1):
        assert entry["sequence"] == number
        replay.take(entry["kind"], entry["from"] or {}, entry["to"] or {}, state)
    return state


@pytest.mark.parametrize("who", ["stranger", "viewer", "analyst", "admin"])
@pytest.mark.parametrize("as_of", ["2025-02-22", "2025-03-02", "2026-01-01"])
def test_the_feed_alone_gives_the_matrix(who, as_of, history, api):
    client, day = api(who), date.fromisoformat(as_of)
    state = rebuilt(client)
    shown = {(p["country"], p["topic"]): p for p in read(client, f"/api/v1/positions/?as_of={as_of}")}
    built = replay.positions(state, day)
    assert {cell: pick(position, SAME) for cell, position in built.items()} == {
        cell: pick(position, SAME) for cell, position in shown.items()
    }
    assert {cell: position["since"].isoformat() for cell, position in built.items()} == {
        cell: position["since"] for cell, position in shown.items()
    }
    said = {(a["country"], a["question"]): pick(a, OF_ANSWERS) for a in read(client, f"/api/v1/answers/?as_of={as_of}")}
    countries, questions = {country for country, _ in said}, sorted({number for _, number in said})
    of_feed = replay.answers(state, day, countries, questions)
    assert {cell: pick(answer, OF_ANSWERS) for cell, answer in of_feed.items()} == said


def pick(said, names):
    return {name: said[name] for name in names}


def test_known_at_shows_what_the_feed_had_said_by_then(history, stranger):
    feed = list(read(stranger, "/api/v1/changes/"))
    for entry in feed[-12:]:
        state = replay.Held()
        for earlier in feed[: entry["sequence"]]:
            replay.take(earlier["kind"], earlier["from"] or {}, earlier["to"] or {}, state)
        asked = {"known_at": entry["at"], "as_of": "2026-01-01"}
        shown = stranger.get("/api/v1/positions/", asked).json()["results"]
        built = replay.positions(state, min(date(2026, 1, 1), datetime.now(UTC).date()))
        assert {(p["country"], p["topic"]): p["claim"] for p in shown} == {
            cell: position["claim"] for cell, position in built.items()
        }


def test_who_follows_the_feed_asks_for_what_comes_after(history, stranger):
    everything = list(read(stranger, "/api/v1/changes/"))
    last = everything[-1]["sequence"]
    assert stranger.get(f"/api/v1/changes/?sequence__gt={last}").json() == {
        "next": None,
        "previous": None,
        "results": [],
    }
    assert list(read(stranger, f"/api/v1/changes/?sequence__gt={last - 3}&limit=2")) == everything[-3:]


FEED_FILTERS = [
    ("country=PL", {"claim_accepted", "claim_retracted", "country_changed"}),
    ("kind=claim_retracted", {"claim_retracted"}),
    ("topic=aid", {"claim_accepted"}),
    ("question=2", {"response_published", "response_superseded"}),
    ("until=2025-01-01", set()),
]


@pytest.mark.parametrize(("asked", "kinds"), FEED_FILTERS)
def test_filters_of_the_feed(asked, kinds, history, stranger):
    assert {entry["kind"] for entry in read(stranger, f"/api/v1/changes/?{asked}")} == kinds


def test_a_change_says_from_what_to_what_and_why(history, stranger):
    (entry,) = read(stranger, "/api/v1/changes/?kind=claim_retracted")
    assert (entry["from"]["stance"], entry["to"], entry["reason"]) == ("against", None, "our_correction")
    assert entry["evidence"] == [entry["from"]["claim"]]
    assert entry["actor_role"] == "analyst"
    assert entry["from"]["value"] == empty_value(Topic.TROOPS)
    assert "anna" not in str(entry)


def test_the_history_of_an_answer(history, stranger):
    (current,) = stranger.get("/api/v1/responses/?country=GB").json()["results"]
    versions = list(read(stranger, f"/api/v1/responses/{current['id']}/history/"))
    assert [(v["number"], v["stance"], v["status"]) for v in versions] == [
        (2, "undecided", "published"),
        (1, "favor", "superseded"),
    ]
    assert responses.CORRECTIONS.isdisjoint({version["reason"] for version in versions})
