"""Bad input gets a problem that names it, with the right status, and changes nothing."""

import pytest
from django.test import Client

from api.problems import MEDIA_TYPE
from documents.models import Document

ASKED = [
    ("claims/?colour=red", "colour", "Known are: country"),
    ("claims/?contry=GB", "contry", "did you mean country?"),
    ("claims/?country=XX", "country", "XX is not a tracked country"),
    ("claims/?country=gb", "country", "two capital letters"),
    ("claims/?topic=tanks", "topic", "'tanks' is not one of guarantee"),
    ("claims/?limit=0", "limit", "from 1 to 1000"),
    ("claims/?limit=1001", "limit", "from 1 to 1000"),
    ("claims/?cursor=abc", "cursor", "no cursor of this list"),
    ("claims/?as_of=2025-02-30", "as_of", "'2025-02-30' is not a date"),
    ("claims/?as_of=2025-02-01&as_of=2025-02-02", "as_of", "give it once"),
    ("claims/?credibility__gte=high", "credibility__gte", "not a whole number"),
    ("claims/?document=99999999999999999999", "document", "not a whole number"),
    ("claims/?q=%00", "q", "null character"),
    ("positions/?as_of=yesterday", "as_of", "'yesterday' is not a date"),
    ("positions/?known_at=noon", "known_at", "not a moment"),
    ("positions/?known_at=0001-01-01T00:00:00%2B23:00", "known_at", "not a moment"),
    ("positions/?conflict=maybe", "conflict", "neither true nor false"),
    ("countries/?format=json", "format", "no such parameter. Known are: "),
    ("codebook/?page=2", "page", "takes no parameters"),
    ("documents/?updated_since=soon", "updated_since", "not a date"),
]


@pytest.mark.parametrize(("address", "name", "said"), ASKED)
def test_a_bad_parameter_is_named(address, name, said, db):
    response = Client().get(f"/api/v1/{address}")
    assert (response.status_code, response["Content-Type"]) == (400, MEDIA_TYPE)
    problem = response.json()
    assert problem["status"] == 400
    assert said in problem["errors"][name][0]
    assert name in problem["detail"]


@pytest.mark.parametrize(
    ("method", "address", "status", "headers"),
    [
        ("get", "nothing/", 404, {}),
        ("get", "claims/abc/", 404, {}),
        ("get", "claims/99999999999999999999/", 404, {}),
        ("get", "countries/ZZ/", 404, {}),
        ("delete", "claims/", 405, {}),
        ("post", "countries/", 405, {}),
        ("get", "claims/", 406, {"Accept": "text/html"}),
        ("get", "claims/", 401, {"Authorization": "Bearer nonsense"}),
        ("get", "claims/", 401, {"Authorization": "Bearer"}),
        ("get", "claims/", 401, {"Authorization": "Bearer \xff"}),
    ],
)
def test_a_request_that_cannot_be_answered(method, address, status, headers, db):
    response = getattr(Client(), method)(f"/api/v1/{address}", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (status, MEDIA_TYPE)
    assert response.json()["status"] == status
    assert ("WWW-Authenticate" in response) == (status == 401)


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [
        ({"text": ""}, 400, "text"),
        ({"text": "a", "content": "YQ=="}, 400, "file"),
        ({}, 400, "file"),
        ({"text": "a", "colour": "red"}, 400, "colour"),
        ({"content": "no base64!"}, 400, "content"),
        ({"text": "a", "published_on": "2025-02-30"}, 400, "published_on"),
        ({"text": "a", "tlp": "PINK"}, 400, "tlp"),
        ({"text": "a", "tlp": "RED"}, 400, "tlp"),
        ({"text": "a", "url": "ftp://example.org/"}, 400, "url"),
        ({"text": "a\0b"}, 400, "text"),
        ("[1, 2]", 400, "request"),
        ("{", 400, None),
    ],
)
def test_a_bad_upload_is_refused_and_leaves_nothing(body, status, name, db, analyst):
    response = analyst.post("/api/v1/imports/", body, content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (status, MEDIA_TYPE)
    assert name is None or name in response.json()["errors"]
    assert not Document.objects.exists()


def test_a_body_in_another_format_is_refused(db, analyst):
    response = analyst.post("/api/v1/imports/", "<a/>", content_type="application/xml")
    assert (response.status_code, response["Content-Type"]) == (415, MEDIA_TYPE)


def test_an_upload_that_is_too_large_is_refused_unread(db, analyst):
    response = analyst.post("/api/v1/imports/", b"{}", content_type="application/json", CONTENT_LENGTH=str(300 * 2**20))
    assert response.status_code == 413
    assert "at most" in response.json()["detail"]
