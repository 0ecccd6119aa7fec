"""A POST that is sent again with its `Idempotency-Key` is done once and answered twice."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from api.models import KeptAnswer
from api.tasks import sweep_kept_answers
from commitments.models import Claim
from documents.models import Document
from tests.contract.conftest import settled
from tests.contract.test_api_access import WRITES
from tests.making import a_candidate

JSON = {"content_type": "application/json"}
KEY = {"headers": {"Idempotency-Key": "6f1c2a8e"}}
TEXT = {"text": "Norway will take part."}


def replayed(response):
    return response.get("Idempotency-Replayed") == "true"


@pytest.mark.parametrize("path", [*WRITES, "responses/"])
def test_the_same_again_gets_the_first_answer_again(path, claims, analyst):
    ids = {name: claim.pk for name, claim in claims.items()}
    body = WRITES[path][0] if path in WRITES else {"country": "GB", "question": 2}
    first, second = (analyst.post(f"/api/v1/{path.format(**ids)}", body, **JSON, **KEY) for _ in range(2))
    assert first.status_code in (200, 201, 202)
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert [replayed(first), replayed(second)] == [False, True]
    assert {name: second.get(name) for name in ("Location", "ETag")} == {
        name: first.get(name) for name in ("Location", "ETag")
    }


def test_an_act_on_a_draft_is_answered_again(reference, analyst):
    draft = analyst.post("/api/v1/responses/", {"country": "GB", "question": 2}, **JSON)
    at, seen = f"/api/v1/responses/{draft.json()['id']}/", {"If-Match": draft["ETag"]}
    written = analyst.patch(at, {"state": "none_found"}, headers=seen, **JSON)
    head = {"headers": {"If-Match": written["ETag"], **KEY["headers"]}}
    answers = [analyst.post(f"{at}hand-in/", {}, **JSON, **head) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert replayed(answers[1])


def test_a_file_sent_again_is_the_same_body(analyst):
    def send(content):
        file = SimpleUploadedFile("note.txt", content)
        return analyst.post("/api/v1/imports/", {"file": file, "tlp": "CLEAR"}, **KEY)

    first, second, other = send(b"Norway will."), send(b"Norway will."), send(b"Norway will not.")
    assert (first.status_code, second.status_code, other.status_code) == (202, 202, 422)
    assert (replayed(first), replayed(second), second.content) == (False, True, first.content)
    document = Document.objects.get()
    with document.original.open() as file:
        assert file.read() == b"Norway will."


def test_another_body_is_refused_by_a_problem(analyst):
    analyst.post("/api/v1/imports/", TEXT, **JSON, **KEY)
    refused = analyst.post("/api/v1/imports/", {"text": "Norway will not."}, **JSON, **KEY)
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert "another body" in refused.json()["detail"]
    assert Document.objects.count() == 1


def test_a_refusal_is_given_again_too(claims, analyst):
    address = f"/api/v1/claims/{claims['accepted'].pk}/accept/"
    first, second = (analyst.post(address, {}, **JSON, **KEY) for _ in range(2))
    assert (first.status_code, second.status_code, replayed(second)) == (409, 409, True)
    assert (second.content, second["Content-Type"]) == (first.content, "application/problem+json")


def test_a_key_is_one_persons_and_of_one_address(claims, analyst, reviewer):
    assert analyst.post("/api/v1/imports/", TEXT, **JSON, **KEY).status_code == 202
    assert analyst.post(f"/api/v1/claims/{claims['candidate'].pk}/accept/", {}, **JSON, **KEY).status_code == 200
    other = reviewer.post("/api/v1/imports/", TEXT, **JSON, **KEY)
    assert (other.status_code, replayed(other)) == (200, False)


@pytest.mark.parametrize("key", ["", "a key", "é", "k" * 256])
def test_a_bad_key_is_named(key, analyst):
    refused = analyst.post("/api/v1/imports/", TEXT, **JSON, headers={"Idempotency-Key": key})
    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == ["Idempotency-Key"]
    assert not Document.objects.exists()


def test_what_was_hidden_meanwhile_is_not_told_again(claims, analyst):
    claim = claims["candidate"]
    address = f"/api/v1/claims/{claim.pk}/accept/"
    assert analyst.post(address, {}, **JSON, **KEY).status_code == 200
    Document.objects.filter(pk=claim.document_id).update(marking="RED")
    assert analyst.post(address, {}, **JSON, **KEY).status_code == 404


def test_who_may_not_write_is_told_so_and_nothing_is_kept(claims, viewer, stranger):
    answers = [client.post("/api/v1/imports/", TEXT, **JSON, **KEY).status_code for client in (viewer, stranger)]
    assert (answers, KeptAnswer.objects.count()) == ([403, 401], 0)


def test_while_the_first_is_running_the_second_waits_its_turn(transactional_db, analyst):
    claim = settled(a_candidate())
    address = f"/api/v1/claims/{claim.pk}/accept/"

    def send():
        try:
            return analyst.post(address, {}, **JSON, **KEY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        with transaction.atomic():
            Claim.objects.select_for_update().get(pk=claim.pk)
            answers = [people.submit(send) for _ in range(2)]
            refused = next(as_completed(answers, timeout=30)).result()
            assert (refused.status_code, "still running" in refused.json()["detail"]) == (409, True)
        assert sorted(one.result().status_code for one in answers) == [200, 409]
    assert replayed(analyst.post(address, {}, **JSON, **KEY))


def test_the_database_keeps_a_key_once(analyst):
    same = {"person": analyst.user, "key": "6f1c2a8e", "address": "/api/v1/imports/", "body_sha256": "0" * 64}
    KeptAnswer.objects.create(**same)
    with pytest.raises(IntegrityError, match="kept_answer_once"):
        KeptAnswer.objects.create(**same)


@pytest.mark.parametrize(
    ("status", "age", "left"),
    [
        (200, timedelta(hours=23), 1),
        (200, timedelta(hours=25), 0),
        (None, timedelta(minutes=11), 0),
        (None, timedelta(minutes=5), 1),
    ],
)
def test_kept_for_a_day_and_what_never_ended_for_minutes(status, age, left, analyst):
    kept = KeptAnswer.objects.create(person=analyst.user, key="k", address="/", body_sha256="0" * 64, status=status)
    KeptAnswer.objects.filter(pk=kept.pk).update(created_at=timezone.now() - age)
    sweep_kept_answers()
    assert KeptAnswer.objects.count() == left
