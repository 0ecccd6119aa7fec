"""What the API answers is what its description says, endpoint by endpoint."""

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from tests.contract.conftest import settled
from tests.making import a_candidate, a_published_answer, an_accepted_claim

VALUES = {
    "guarantee": {"forms": ["article5_like"]},
    "partners": {"countries": ["FR", "US"], "indispensable": True},
    "troops": {"personnel_min": 10_000},
    "force_size": {"personnel_min": 10_000, "personnel_max": 30_000},
    "deployment": {"places": ["the west"], "domain": "land"},
    "duration": {"open_ended": True},
    "aid": {"category": "finance", "amount": 3_500_000_000, "currency": "EUR", "item": "a loan"},
}


@pytest.fixture
def filled(db, reference):
    for topic in ("participation", "attack_response", "us_support", "sanctions", *VALUES):
        an_accepted_claim("GB", topic, value=VALUES.get(topic, {}))
    an_accepted_claim("FR", "troops", stance="against", status="withdrawn")
    supported = an_accepted_claim("DE", "aid", value={"category": "package"})
    a_published_answer(
        supported,
        6,
        **{"aid.stance": "favor", "aid.category": "finance", "aid.amount": "5000000", "aid.currency": "EUR"},
    )
    settled(a_published_answer(supported, 6, stance="conditional", conditions=["parliament"]))
    return settled(a_candidate("FR", "aid"))


@pytest.fixture
def description():
    return Client().get("/api/v1/schema/").json()


def check(path: str, description: dict, body: object) -> None:
    answer = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    schema = {**answer, "components": description["components"]}
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(body)]
    assert errors == []


def test_every_answer_is_as_described(filled, admin, description):
    named = {"{id}": str(filled.pk), "{iso2}": "GB"}
    for path in (path for path, ways in description["paths"].items() if "get" in ways):
        address = path
        for name, value in named.items():
            address = address.replace(name, value)
        if path.startswith("/api/v1/documents/{id}/") or path in DOCUMENTS:
            address = path.replace("{id}", str(filled.document_id))
        for name in ("questions", "responses"):
            if path.startswith(f"/api/v1/{name}/{{id}}/"):
                address = path.replace("{id}", str(admin.get(f"/api/v1/{name}/").json()["results"][0]["id"]))
        response = admin.get(address)
        assert response.status_code == 200, f"{address}: {response.content!r}"
        check(path, description, response.json())


DOCUMENTS = ("/api/v1/documents/{id}/", "/api/v1/imports/{id}/")


def test_a_wrong_answer_would_be_seen(description):
    with pytest.raises(AssertionError, match="is not of type"):
        check("/api/v1/countries/", description, {"next": None, "previous": None, "results": [{"iso2": 7}]})


def test_each_topic_has_a_position_with_its_value(filled, stranger):
    rows = stranger.get("/api/v1/positions/", {"country": "GB"}).json()["results"]
    assert len(rows) == 11
    by_topic = {row["topic"]: row["value"] for row in rows}
    assert by_topic["aid"]["amount"] == 3_500_000_000
    assert by_topic["participation"] == {}
