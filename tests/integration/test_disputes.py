"""The right of reply: a reader disputes what is shown, a reviewer lets it through, it is answered, and it is kept."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction

from commitments import disputes
from commitments.models import Change, Dispute

PATH = "/responses/GB/2/dispute/"
SAID = {"text": "The number is that of another country.", "link": "https://ministry.example/statement"}
PUBLIC = {**SAID, "name": "Ministry of Examples", "email": "press@ministry.example"}


@pytest.fixture(autouse=True)
def _nobody_has_filed_yet():
    cache.clear()


@pytest.fixture
def public(settings):
    settings.PUBLIC_DISPUTES, settings.EMAIL_URL = True, "smtp://mail.example"


def do(client, dispute, act, **data):
    return client.post(f"/disputes/{dispute.pk}/{act}/", data, follow=True).content.decode()


def test_a_readers_dispute_waits_and_is_seen_by_nobody_before_a_reviewer_lets_it_through(viewer, reviewer):
    viewer.post(PATH, SAID)
    dispute = Dispute.objects.get()
    assert dispute.state == "waiting"
    assert not disputes.shown_disputes("GB", 2, ["CLEAR"]).exists()
    assert SAID["text"] in reviewer.get("/disputes/").content.decode()
    do(reviewer, dispute, "show")
    assert disputes.shown_disputes("GB", 2, ["CLEAR"]).get() == dispute


def test_it_is_answered_and_the_earlier_answer_kept(viewer, reviewer):
    viewer.post(PATH, SAID)
    dispute = Dispute.objects.get()
    do(reviewer, dispute, "show")
    for answer in ("We are looking into it.", "Corrected on 3 March."):
        do(reviewer, dispute, "answer", answer=answer)
    dispute.refresh_from_db()
    assert dispute.answer == "Corrected on 3 March."
    assert "We are looking into it." in dispute.events.values_list("answer", flat=True)


def test_a_refusal_says_why(viewer, reviewer):
    viewer.post(PATH, SAID)
    dispute = Dispute.objects.get()
    assert "say why" in do(reviewer, dispute, "refuse", note=" ")
    do(reviewer, dispute, "refuse", note="Not about this question.")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.note) == ("refused", "Not about this question.")


def test_a_stranger_is_asked_to_sign_in_where_the_public_may_not_file(db, reference, stranger):
    assert stranger.post(PATH, PUBLIC).url.startswith("/sign-in/")
    assert not Dispute.objects.exists()


def test_the_public_confirms_by_mail(reference, stranger, public, reviewer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stranger.post(PATH, PUBLIC)
    dispute = Dispute.objects.get()
    assert "not been confirmed" in do(reviewer, dispute, "show")
    address = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    stranger.get(address)
    assert Dispute.objects.get().state == "unconfirmed"
    stranger.post(address)
    assert Dispute.objects.get().state == "waiting"


def test_a_void_address_confirms_nothing(db, stranger):
    answer = stranger.post("/disputes/confirm/nonsense/")
    assert answer.status_code == 410
    assert "void" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [({"text": " "}, "required"), ({"link": "javascript:alert(1)"}, "valid URL"), ({"email": "nobody"}, "valid email")],
)
def test_what_is_wrong_with_a_dispute_is_said(reference, stranger, public, given, said):
    answer = stranger.post(PATH, {**PUBLIC, **given})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Dispute.objects.exists()


def test_one_address_files_only_so_many(reference, stranger, public, settings):
    settings.DISPUTE_RATE = "2/hour"
    assert [stranger.post(PATH, PUBLIC).status_code for _ in range(3)] == [302, 302, 429]
    assert Dispute.objects.count() == 2


@pytest.mark.parametrize("who", ["viewer", "analyst"])
def test_only_reviewers_decide(request, who, reference):
    client = request.getfixturevalue(who)
    client.post(PATH, SAID)
    assert client.get("/disputes/").status_code == 403
    assert client.post(f"/disputes/{Dispute.objects.get().pk}/show/").status_code == 403


@pytest.mark.parametrize(
    "statement", ["DELETE FROM commitments_dispute", "UPDATE commitments_dispute SET text = 'another'"]
)
def test_the_database_keeps_what_was_filed(viewer, statement):
    viewer.post(PATH, SAID)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_dispute_is_somebodys(viewer):
    viewer.post(PATH, SAID)
    given = Dispute.objects.values("country_id", "question_id").get()
    with pytest.raises(IntegrityError, match="dispute_is_somebodys"):
        Dispute.objects.create(**given, text="Nobody's", state="waiting")


def test_what_readers_see_of_it_is_in_the_change_log(viewer, reviewer):
    viewer.post(PATH, SAID)
    dispute = Dispute.objects.get()
    do(reviewer, dispute, "show")
    do(reviewer, dispute, "answer", answer="Corrected.")
    do(reviewer, dispute, "refuse", note="Settled.")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    entries = Change.objects.filter(kind__startswith="dispute").order_by("sequence")
    assert [entry.kind for entry in entries] == ["dispute_shown", "dispute_answered", "dispute_hidden"]
    assert {entry.actor for entry in entries} == {reviewer.user}
    assert "filed_by" not in entries[0].after
