"""Lists: pages by cursor that neither lose nor repeat a row, the same number of queries however many rows, 304s."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.contract.conftest import settled
from tests.making import a_candidate, a_published_answer, an_accepted_claim

QUERIES = {"answers/": 5}
LISTS = (
    "countries/",
    "questions/",
    "positions/",
    "claims/",
    "documents/",
    "imports/",
    "responses/",
    "changes/",
    "answers/",
)


@pytest.fixture
def ten(db, reference):
    countries = ("GB", "FR", "DE", "PL", "NO", "SE", "FI", "DK", "NL", "BE")
    claims = [an_accepted_claim(country, "troops") for country in countries]
    settled([a_published_answer(claim) for claim in claims])
    return claims


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(path)
    assert response.status_code == 200
    return len(response.json()["results"]), len(captured)


@pytest.mark.parametrize("name", LISTS)
def test_as_many_queries_for_ten_rows_as_for_one(name, ten, stranger):
    rows, one = queries(stranger, f"/api/v1/{name}?limit=1")
    more, many = queries(stranger, f"/api/v1/{name}?limit=1000")
    assert (rows, one) == (1, many)
    assert more >= 6
    assert one == QUERIES.get(name, 1)


def walk(client, address, way="next"):
    while address:
        page = client.get(address).json()
        yield page["results"]
        address = page[way]


@pytest.mark.parametrize(
    "name", ["claims/", "documents/", "imports/", "positions/", "countries/", "changes/", "responses/"]
)
def test_pages_forth_and_back_hold_each_row_once(name, ten, stranger):
    whole = stranger.get(f"/api/v1/{name}").json()["results"]
    forth = list(walk(stranger, f"/api/v1/{name}?limit=3"))
    assert [row for page in forth for row in page] == whole
    assert all(len(page) == 3 for page in forth[:-1])
    last = stranger.get(f"/api/v1/{name}?limit=3").json()
    while last["next"]:
        last = stranger.get(last["next"]).json()
    back = [last["results"], *walk(stranger, last["previous"], "previous")]
    assert [row for page in reversed(back) for row in page] == whole


def test_a_cursor_keeps_the_filters_and_is_of_its_list(ten, stranger):
    page = stranger.get("/api/v1/claims/?topic=troops&country=GB&country=FR&country=DE&limit=2")
    following = page.json()["next"]
    assert page["Link"] == f'<{following}>; rel="next"'
    assert len(stranger.get(following).json()["results"]) == 1
    cursor = following.partition("cursor=")[2]
    assert stranger.get(f"/api/v1/documents/?cursor={cursor}").status_code == 400


def test_a_row_that_comes_between_is_not_read_twice(ten, stranger):
    first = stranger.get("/api/v1/claims/?limit=4").json()
    a_candidate("IE", "aid", stated_on=None)
    rest = [row for page in walk(stranger, first["next"]) for row in page]
    ids = [row["id"] for row in first["results"] + rest]
    assert len(ids) == len(set(ids)) == 10


FILTERS = [
    ("country=GB&country=FR", 2),
    ("country__in=GB,FR,DE", 3),
    ("topic=troops&stance=favor", 10),
    ("stance=against", 0),
    ("question=2", 10),
    ("question=6", 0),
    ("effective_on__gte=2025-03-03", 0),
    ("effective_on__lte=2025-03-02", 10),
    ("as_of=2025-03-01", 0),
    ("state=accepted&state=candidate", 10),
    ("q=soldiers", 10),
    ("q=submarines", 0),
    ("updated_since=2025-01-01", 10),
    ("conditions=ceasefire", 0),
    ("credibility__lte=2", 10),
]


@pytest.mark.parametrize(("asked", "rows"), FILTERS)
def test_filters_of_claims(asked, rows, ten, stranger):
    assert len(stranger.get(f"/api/v1/claims/?{asked}").json()["results"]) == rows


def test_filters_of_countries(reference, db, stranger):
    def codes(asked):
        return {row["iso2"] for row in stranger.get(f"/api/v1/countries/?{asked}").json()["results"]}

    assert {"GB", "NO"} <= codes("nato=true")
    assert codes("nato=true").isdisjoint({"IE", "UA"})
    assert {"IE", "AT"} <= codes("eu=true&nato=false")
    assert codes("role=beneficiary") == {"UA"}


@pytest.mark.parametrize("name", [*LISTS, "codebook/", "countries/GB/", "schema/"])
def test_what_is_known_already_is_not_sent_again(name, ten, stranger):
    first = stranger.get(f"/api/v1/{name}")
    again = stranger.get(f"/api/v1/{name}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_an_address_without_its_slash_leads_on(ten, stranger):
    response = stranger.get("/api/v1/claims?country=GB")
    assert (response.status_code, response["Location"]) == (308, "/api/v1/claims/?country=GB")
