"""A language model proposes claims: a stub endpoint with good, malformed, hallucinating and slow replies."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.markings import Marking
from commitments import coding, model_policy
from commitments.models import CodingRun
from commitments.tasks import ask_model, sweep_model_runs
from documents import jobs
from documents.intake import Particulars, take_in
from extraction.engine import Extraction
from tests.stub_model import Stub, reply, served

TEXT = "Denmark will send 100 soldiers to Ukraine, the ministry said. More is not known."
QUOTE = "Denmark will send 100 soldiers to Ukraine"
GOOD = {
    "country": "DK",
    "topic": "troops",
    "stance": "favor",
    "status": "pledged",
    "conditions": [],
    "value": {"personnel_min": 100, "personnel_max": 100},
    "attribution": "document",
    "speaker": None,
    "stated_on": None,
    "quote": QUOTE,
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "rules_find_nothing")]


@pytest.fixture
def stub(settings):
    """An endpoint on the loopback, and the settings that lead to it."""
    stub = Stub()
    with served(stub) as port:
        settings.MODEL_URL = stub.url = f"http://127.0.0.1:{port}/v1"
        settings.MODEL_NAME = "stub-1"
        settings.MODEL_API_KEY = "s3cret"
        yield stub


@pytest.fixture
def rules_find_nothing(monkeypatch):
    monkeypatch.setattr(coding, "extract", lambda *_, **__: Extraction())


def a_read_document(text=TEXT, **particulars):
    """A document that the worker has coded with the engine."""
    given = Particulars(**{"title": "A report", **particulars})
    document = take_in(text.encode(), file_name="report.txt", particulars=given, by=None, send=False).document
    jobs.process(document.pk)
    document.refresh_from_db()
    return document


def ask(document):
    """Have the document's queued run carried out."""
    run = document.coding_runs.get(origin="model")
    ask_model(run.pk)
    run.refresh_from_db()
    document.refresh_from_db()
    return run


def test_nothing_is_asked_where_no_endpoint_is_set():
    document = a_read_document()
    assert not document.coding_runs.filter(origin="model").exists()
    assert model_policy.endpoint() is None


def test_a_good_proposal_becomes_a_candidate_that_names_the_model(stub):
    stub.says(GOOD)
    document = a_read_document()
    run = ask(document)
    claim = document.claims.get()
    assert (claim.origin, claim.origin_name, claim.state, claim.confidence) == ("model", "stub-1", "candidate", None)
    assert (claim.quote, claim.start, claim.personnel_max) == (QUOTE, 0, 100)
    assert (run.state, run.found, run.added, run.tokens) == ("done", 1, 1, 50)
    assert document.timings["model"] == {"model": "stub-1", "state": "done", "found": 1, "added": 1, "refused": 0}


def test_the_request_carries_the_key_the_text_and_the_codebook(stub):
    stub.says()
    ask(a_read_document())
    ((path, key, body),) = stub.requests
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer s3cret", "stub-1")
    assert TEXT in body["messages"][1]["content"]
    forms = body["response_format"]["json_schema"]["schema"]["properties"]["claims"]["items"]["anyOf"]
    assert len(forms) == 11
    assert all(form["additionalProperties"] is False for form in forms)


def test_what_is_not_in_the_text_or_not_legal_is_refused_and_the_rest_kept(stub):
    stub.says(
        {**GOOD, "quote": "Denmark will send 1,000 soldiers"},
        {**GOOD, "country": "RU"},
        {**GOOD, "stance": "keen"},
        {**GOOD, "conditions": ["ceasefire"]},
        {**GOOD, "value": {"personnel_min": -1, "personnel_max": None}},
        {**GOOD, "quote": "  "},
        "no object",
        {**GOOD, "attribution": "official_named", "speaker": "Nobody Named"},
    )
    document = a_read_document()
    run = ask(document)
    claim = document.claims.get()
    assert claim.speaker == ""
    assert len(run.refused) == 7
    assert run.refused[0] == "proposal 1: the text does not say “Denmark will send 1,000 soldiers”"
    assert run.refused[1] == "proposal 2: country: 'RU' is not a tracked country"


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (200, b"<html>busy</html>", "not in the agreed form (JSONDecodeError)"),
        (200, b"{}", "not in the agreed form (KeyError)"),
        (200, reply("I am sorry, I cannot"), "not in the agreed form (JSONDecodeError)"),
        (200, reply({"answer": 42}), 'no object with a list "claims"'),
        (200, reply([]), 'no object with a list "claims"'),
        (500, b"", "the endpoint answered 500"),
        (401, b"", "the endpoint answered 401"),
        (302, b"", "the endpoint answered 302"),
        (200, b" " * 2_000_001, "longer than 2000000 bytes"),
    ],
)
def test_a_bad_reply_is_noted_and_leaves_the_rules_result(stub, status, body, says):
    stub.status, stub.body = status, body
    document = a_read_document()
    run = ask(document)
    assert run.state == "failed"
    assert says in run.error
    assert says in document.timings["model"]["error"]
    assert (document.state, document.error) == ("coded", "")
    assert document.claims.count() == 0


def test_what_became_of_the_question_is_seen_beside_the_document(stub, analyst, stranger):
    stub.status = 503
    document = a_read_document()
    ask(document)
    says = "Language model stub-1: failed, the endpoint answered 503"
    assert says in " ".join(analyst.get(f"/documents/{document.pk}/").text.split())
    assert "stub-1" not in stranger.get(f"/documents/{document.pk}/").text


def test_a_slow_reply_is_given_up(stub, settings):
    settings.MODEL_TIMEOUT_SECONDS = 0.2
    stub.says(GOOD)
    stub.delay = 0.5
    assert ask(a_read_document()).error == "no reply within 0.2 seconds"


def test_an_endpoint_that_is_not_there_is_noted(stub, settings):
    settings.MODEL_URL = "http://127.0.0.1:1/v1"
    assert ask(a_read_document()).error == "the endpoint cannot be reached (ConnectError)"


@pytest.mark.parametrize("marking", [marking for marking in Marking.values if marking != "CLEAR"])
def test_a_marked_document_is_not_sent_unless_its_marking_is_allowed(stub, settings, marking):
    stub.says(GOOD)
    withheld = a_read_document(marking=marking)
    assert withheld.coding_runs.get(origin="model").error == f"TLP:{marking} is not sent to a model"
    assert withheld.timings["model"]["state"] == "withheld"
    assert stub.requests == []
    settings.MODEL_MARKINGS = ["CLEAR", marking]
    assert ask(a_read_document(TEXT + " So far.", marking=marking)).state == "done"


def test_a_document_that_is_marked_before_it_is_sent_is_not_sent(stub):
    document = a_read_document()
    document.marking = Marking.AMBER
    document.save(update_fields=["marking"])
    assert ask(document).state == "withheld"
    assert stub.requests == []


def test_the_days_budget_holds_and_the_rest_waits_for_the_next_day(stub, settings):
    settings.MODEL_REQUESTS_PER_DAY = 1
    stub.says()
    first, second = a_read_document(), a_read_document(TEXT + " So far.")
    assert ask(first).state == "done"
    assert ask(second).state == "queued"
    assert model_policy.waiting() == []
    CodingRun.objects.filter(document=first).update(requested_at=timezone.now() - timedelta(days=1))
    assert model_policy.waiting() == [second.coding_runs.get(origin="model").pk]
    assert ask(second).state == "done"


def test_tokens_have_a_budget_too(stub, settings):
    settings.MODEL_TOKENS_PER_DAY = 40
    stub.says(tokens=50)
    first, second = a_read_document(), a_read_document(TEXT + " So far.")
    ask(first)
    assert ask(second).state == "queued"


def test_a_run_is_sent_once(stub):
    stub.says(GOOD)
    document = a_read_document()
    ask(document)
    ask(document)
    assert len(stub.requests) == 1
    assert document.claims.count() == 1


def test_what_is_claimed_already_is_not_claimed_again(stub):
    stub.says(GOOD)
    document = a_read_document()
    ask(document)
    CodingRun.objects.create(document=document, origin="model", coder="stub-2", state="queued")
    run = document.coding_runs.get(coder="stub-2")
    ask_model(run.pk)
    run.refresh_from_db()
    assert (run.state, run.found, run.added) == ("done", 1, 0)


def test_a_run_whose_worker_was_lost_is_closed_and_not_sent_again(stub):
    document = a_read_document()
    document.coding_runs.filter(origin="model").update(requested_at=timezone.now() - timedelta(hours=1))
    sweep_model_runs()
    run = document.coding_runs.get(origin="model")
    assert (run.state, run.error) == ("failed", "the worker was lost before the reply came")
    assert stub.requests == []
