"""The desk over HTTP: the grid by state, giving cells to people, what comes next; the history of an answer."""

import json
from datetime import date

import pytest

from commitments import responses
from commitments.models import Assignment, Country, Response
from questionnaire.codes import ChangeReason
from questionnaire.models import Question
from tests.making import a_document, an_accepted_claim

pytestmark = pytest.mark.django_db

EDIT = "/responses/GB/2/edit/"
HISTORY = "/responses/GB/2/history/"


def write(client, path=EDIT, **fields):
    """Save these fields on what stands now."""
    current = Response.objects.filter(status="draft").first()
    seen = f"{current.pk}.{current.version}" if current else "0.0"
    body = json.dumps({"fields": fields})
    reply = client.patch(path, body, content_type="application/json", headers={"if-match": f'"{seen}"'})
    assert reply.status_code == 200, reply.content
    return Response.objects.get(status="draft")


def publish(author, publisher, **fields):
    draft = write(author, **{"state": "answered", "stance": "favor", "summary": "Ready.", **fields})
    responses.hand_in(draft.pk, by=author.user, version=draft.version)
    return responses.publish(
        draft.pk, by=publisher.user, version=draft.version + 1, reason=ChangeReason.NEW_SOURCE, note="First answer."
    )


def square(client, key="United Kingdom, question 2"):
    """The words of one cell of the desk."""
    _, _, rest = client.get("/desk/").content.decode().partition(f'aria-label="{key}: ')
    return rest.partition('"')[0]


@pytest.fixture
def cast(stranger, viewer, analyst, reviewer):
    """From nobody to those who publish."""
    return stranger, viewer, analyst, reviewer


def test_a_cell_goes_through_its_states(analyst, reviewer):
    assert square(analyst) == "Not assessed"
    draft = write(analyst, state="answered", summary="Ready.", claims=[str(an_accepted_claim().pk)])
    assert square(analyst) == "Draft"
    responses.hand_in(draft.pk, by=analyst.user, version=draft.version)
    assert square(analyst) == "In review"
    responses.publish(draft.pk, by=reviewer.user, version=draft.version + 1, reason=ChangeReason.NEW_SOURCE)
    assert square(analyst) == "Published"


def test_newer_evidence_that_says_otherwise_shows_on_the_desk(analyst, reviewer):
    claim = an_accepted_claim()
    publish(analyst, reviewer, claims=[str(claim.pk)], effective_on="2025-03-02",
            **{"troops.stance": "favor"})  # fmt: skip
    an_accepted_claim(stance="against", stated_on=date(2025, 4, 1))
    assert square(analyst) == "Contradicted"


def test_old_looks_are_stale(analyst, reviewer):
    publish(analyst, reviewer, claims=[str(an_accepted_claim().pk)], looked_at="2025-03-02")
    assert square(analyst) == "Stale"


def test_cells_are_given_to_people_with_a_day(analyst, reviewer):
    asked = {"cell": ["GB-2", "FR-1"], "person": "rita", "due_on": "2025-03-02"}
    assert analyst.post("/desk/assign/", asked).status_code == 302
    assert Assignment.objects.filter(person=reviewer.user, due_on=date(2025, 3, 2)).count() == 2
    page = reviewer.get("/desk/?show=mine").content.decode()
    assert "2 cells shown" in page
    assert "overdue" in page
    analyst.post("/desk/assign/", {"cell": "GB-2", "person": ""})
    assert Assignment.objects.get().country_id == "FR"


@pytest.mark.parametrize("asked", [{"cell": "x"}, {"cell": "GB-99"}, {"cell": "GB-2", "person": "vera"}, {}])
def test_what_is_no_cell_or_no_writer_is_refused(analyst, viewer, asked):
    reply = analyst.post("/desk/assign/", {"person": "anna", **asked}, follow=True)
    assert reply.status_code in (200, 404)
    assert not Assignment.objects.exists()


def test_the_next_thing_to_do(analyst, reviewer):
    assert analyst.get("/desk/next/").url == "/desk/"
    an_accepted_claim("FR")
    assert analyst.get("/desk/next/").url == "/responses/FR/2/edit/"
    analyst.post("/desk/assign/", {"cell": ["GB-2", "DE-1"], "person": "anna", "due_on": "2025-03-02"})
    assert analyst.get("/desk/next/").url == "/responses/DE/1/edit/"
    assert analyst.get("/desk/next/?after=DE-1").url == EDIT
    assert analyst.get("/desk/next/?after=FR-2").url == "/responses/DE/1/edit/"


def test_a_reviewer_first_looks_at_what_others_handed_in(analyst, reviewer):
    draft = write(analyst, state="answered", summary="Ready.")
    responses.hand_in(draft.pk, by=analyst.user, version=draft.version)
    assert reviewer.get("/desk/next/").url == "/responses/GB/2/"
    assert analyst.get("/desk/next/").url == "/desk/"


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("get", "/responses/GB/2/", (200, 200, 200, 200)),
        ("get", HISTORY, (200, 200, 200, 200)),
        ("get", EDIT, (302, 403, 200, 200)),
        ("post", EDIT, (302, 403, 422, 422)),
        ("patch", EDIT, (401, 428, 428, 428)),
        ("get", "/responses/GB/2/evidence/", (302, 403, 200, 200)),
        ("get", "/responses/GB/2/evidence/1/cited/", (302, 403, 404, 404)),
        ("post", "/responses/GB/2/evidence/1/accept/", (302, 403, 404, 404)),
        ("post", "/responses/GB/2/publish/", (302, 403, 422, 422)),
        ("post", "/responses/GB/2/send-back/", (302, 403, 422, 422)),
        ("post", "/responses/GB/2/discard/", (302, 403, 422, 422)),
        ("get", "/desk/", (302, 403, 200, 200)),
        ("get", "/desk/next/", (302, 403, 302, 302)),
        ("post", "/desk/assign/", (302, 403, 302, 302)),
        ("get", "/responses/XX/2/", (404, 404, 404, 404)),
        ("get", "/responses/GB/99999999999/", (404, 404, 404, 404)),
    ],
)
def test_who_may_do_what(cast, method, path, statuses):
    assert tuple(getattr(person, method)(path).status_code for person in cast) == statuses


def test_an_analyst_does_not_publish(analyst, reviewer):
    draft = write(reviewer, state="answered", summary="Ready.", claims=[str(an_accepted_claim().pk)])
    responses.hand_in(draft.pk, by=reviewer.user, version=draft.version)
    asked = {"version": f"{draft.pk}.{draft.version + 1}", "publish-reason": "new_source"}
    assert analyst.post("/responses/GB/2/publish/", asked).status_code == 403
    assert Response.objects.get().status == "in_review"


def test_an_answer_asks_as_many_questions_for_ten_claims(
    analyst, reviewer, django_assert_num_queries, django_assert_max_num_queries
):
    publish(analyst, reviewer, claims=[str(an_accepted_claim().pk)])
    analyst.get("/responses/GB/2/")
    with django_assert_max_num_queries(25) as one:
        analyst.get("/responses/GB/2/")
    asked = len(one)
    publish(analyst, reviewer, claims=[str(an_accepted_claim().pk) for _ in range(10)])
    with django_assert_num_queries(asked):
        analyst.get("/responses/GB/2/")


def test_the_desk_asks_as_many_questions_for_many_cells_as_for_one(
    analyst, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(country):
        responses.open_draft(Country.objects.get(pk=country), Question.objects.get(number=2), by=analyst.user)
        analyst.post("/desk/assign/", {"cell": f"{country}-2", "person": "anna"})
        an_accepted_claim(country)

    fill("GB")
    analyst.get("/desk/")
    with django_assert_max_num_queries(25) as one:
        analyst.get("/desk/?assign=1")
    asked = len(one)
    for country in ("FR", "DE", "PL", "SE", "NO", "DK"):
        fill(country)
    with django_assert_num_queries(asked):
        analyst.get("/desk/?assign=1")


def test_the_history_says_who_when_why_and_what(analyst, reviewer):
    publish(analyst, reviewer, claims=[str(an_accepted_claim().pk)])
    write(analyst, summary="Ready, but only with others.", stance="conditional", conditions=["allies_join"])
    page = analyst.get(HISTORY).content.decode()
    assert "Version 1: published" in page
    assert "First answer." in page
    assert "New source" in page
    assert "<del>Ready.</del>" in page
    assert "<ins>Ready, but only with others.</ins>" in page
    assert "<ins>Allies take part</ins>" in page
    assert "<ins>claim " in page


def test_a_number_written_otherwise_is_no_change(analyst):
    write(analyst, **{"troops.personnel_max": "10 000"})
    write(analyst, **{"troops.personnel_max": "10000"})
    assert analyst.get(HISTORY).content.decode().count("10\u202f000") == 1


def test_readers_see_the_history_of_what_was_published_alone(analyst, reviewer, stranger):
    publish(analyst, reviewer, claims=[str(an_accepted_claim().pk)])
    write(analyst, summary="Not yet said in public")
    page = stranger.get(HISTORY).content.decode()
    assert page.count("Version 1: published") == 1
    assert "Not yet said" not in page
    assert "rita" not in page


def test_a_discarded_version_stays_in_the_history(analyst, reviewer):
    draft = write(analyst, summary="A thought")
    responses.discard(draft.pk, by=reviewer.user, version=draft.version)
    page = analyst.get(HISTORY).content.decode()
    assert "Version 1: discarded" in page
    assert "A thought" in page
    assert "rita" in page


def test_the_history_hides_what_rests_on_a_hidden_document(analyst, reviewer):
    secret = an_accepted_claim(document=a_document("A secret report says yes.", marking="AMBER+STRICT"))
    write(reviewer, summary="Secret words", claims=[str(secret.pk)])
    assert b"Secret words" in reviewer.get(HISTORY).content
    assert b"Secret words" not in analyst.get(HISTORY).content


def test_the_history_asks_as_many_questions_for_many_versions(
    analyst, django_assert_num_queries, django_assert_max_num_queries
):
    write(analyst, summary="0")
    analyst.get(HISTORY)
    with django_assert_max_num_queries(15) as one:
        analyst.get(HISTORY)
    asked = len(one)
    for number in range(9):
        write(analyst, summary=f"Words {number}")
    with django_assert_num_queries(asked):
        analyst.get(HISTORY)
