"""Importing through the API, by a real worker, and what comes of it."""

import base64
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.roles import Role
from accounts.tokens import create_token
from tests.making import a_person

QUESTIONS = {1, 2, 3, 4, 5, 6}


@pytest.fixture
def writer(reference):
    """A program with a token for writing."""
    token = create_token(user=a_person("anna", Role.ANALYST), scopes=["read", "write"])
    return Client(headers={"Authorization": f"Bearer {token}"})


def finished(client, location):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        status = client.get(location).json()
        if status["finished_at"]:
            return status
        time.sleep(0.1)
    raise AssertionError(f"not finished: {status}")


def test_the_seed_article_is_coded_by_topic_and_found_again(worker, writer, shared):
    content = (shared / "data" / "seed" / "us-questionnaire-article.txt").read_bytes()
    file = SimpleUploadedFile("us-questionnaire-article.txt", content, content_type="text/plain")
    response = writer.post("/api/v1/imports/", {"file": file, "publisher": "A paper", "published_on": "2025-02-16"})
    assert (response.status_code, response.json()["status"]) == (202, "queued")
    document = response.json()["document"]

    status = finished(writer, response["Location"])
    assert (status["status"], status["claims"], status["error"]) == ("coded", 0, None)
    text = writer.get(f"/api/v1/documents/{document}/text/").json()["text"]
    passages = writer.get(f"/api/v1/documents/{document}/passages/?limit=1000").json()["results"]
    assert all(text[passage["start"] : passage["end"]].strip() for passage in passages)
    touched = {passage["topic"] for passage in passages}
    questions = writer.get("/api/v1/questions/").json()["results"]
    assert {question["number"] for question in questions if touched & set(question["topics"])} == QUESTIONS

    again = writer.post("/api/v1/imports/", {"file": SimpleUploadedFile("copy.txt", content)})
    assert (again.status_code, again.json()["duplicate_of"], again.json()["document"]) == (200, document, document)


SAID = "French President Emmanuel Macron said on 2 March 2025 that France was ready to send soldiers to Ukraine.\n"


def test_a_statement_becomes_a_candidate_then_a_position(worker, writer):
    body = {"text": SAID, "title": "What was said", "published_on": "2025-03-02", "reliability": "B"}
    response = writer.post("/api/v1/imports/", body, content_type="application/json")
    status = finished(writer, response["Location"])
    (claim,) = writer.get(f"/api/v1/documents/{status['document']}/claims/?topic=troops").json()["results"]
    assert SAID[claim["start"] : claim["end"]] == claim["quote"]
    assert (claim["country"], claim["state"], claim["effective_on"]) == ("FR", "candidate", "2025-03-02")
    assert writer.get("/api/v1/positions/?country=FR").json()["results"] == []

    accepted = writer.post(f"/api/v1/claims/{claim['id']}/accept/", {"note": "clear"}, content_type="application/json")
    assert accepted.json()["state"] == "accepted"
    (position,) = writer.get("/api/v1/positions/?country=FR").json()["results"]
    assert (position["claim"], position["page_url"]) == (claim["id"], claim["page_url"])
    again = writer.post(f"/api/v1/claims/{claim['id']}/accept/", {}, content_type="application/json")
    assert again.status_code == 409
    assert "accepted, by anna" in again.json()["detail"]


def test_bytes_in_base64_are_read_by_the_ending_of_their_name(worker, writer):
    page = f"<html><body><article>{10 * ('<p>' + SAID + '</p>')}</article></body></html>"
    body = {"content": base64.b64encode(page.encode()).decode(), "file_name": "note.html"}
    response = writer.post("/api/v1/imports/", body, content_type="application/json")
    status = finished(writer, response["Location"])
    assert (status["status"], status["file_name"], status["error"]) == ("coded", "note.html", None)
    document = writer.get(f"/api/v1/documents/{status['document']}/").json()
    assert document["media_type"] == "text/html"
    assert SAID.strip() in writer.get(f"/api/v1/documents/{status['document']}/text/").json()["text"]


def test_rubbish_fails_with_its_reason(worker, writer):
    body = {"content": "AAECAwQFBgcICQ==", "file_name": "note.pdf"}
    response = writer.post("/api/v1/imports/", body, content_type="application/json")
    status = finished(writer, response["Location"])
    assert status["status"] == "failed"
    assert status["error"]
