"""Importing while the broker is down: the document is stored and waits, and who imported it is told so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from kombu import Connection, pools

from config.celery import app as celery
from documents import jobs
from documents.models import Document, ImportItem

JSON = {"content_type": "application/json"}
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _broker_down(transactional_db, monkeypatch):
    monkeypatch.setattr(celery.amqp, "_producer_pool", pools.producers[Connection(NOBODY_LISTENS)])


def send(client, **given):
    return client.post("/import/", {"marking": "CLEAR", "reliability": "B", **given})


def test_an_import_is_taken_and_waits_for_the_sweep(analyst, caplog):
    response = analyst.post("/api/v1/imports/", {"text": "Norway will take part."}, **JSON)
    assert (response.status_code, response.json()["status"]) == (202, "queued")
    status = analyst.get(response["Location"]).json()
    assert (status["status"], status["error"]) == ("queued", None)
    assert list(Document.objects.stale(0)) == [Document.objects.get()]
    assert "send_after_commit" in caplog.text
    assert "Connection refused" in caplog.text


def test_what_failed_is_queued_again(analyst):
    batch = send(analyst, uploads=[SimpleUploadedFile("note.pdf", b"no PDF")])
    jobs.process(Document.objects.get().pk)
    assert Document.objects.get().state == "failed"
    answer = analyst.post(f"{batch.url}{ImportItem.objects.get().pk}/retry/")
    assert (answer.status_code, Document.objects.get().state) == (302, "queued")


def test_a_link_waits_too(analyst):
    assert send(analyst, links="https://example.org/article").status_code == 302
    assert list(ImportItem.objects.stale(0)) == [ImportItem.objects.get()]
