"""A document goes through the queue to a real worker."""

import time

from documents.intake import Particulars, take_in
from documents.models import Document


def test_a_text_is_read_by_the_worker(worker):
    said = "Norway will take part.\nSo said the minister."
    document = take_in(said.encode(), file_name="note.txt", particulars=Particulars(), by=None).document
    assert document.state == Document.State.QUEUED
    until = time.monotonic() + 15
    while not document.finished and time.monotonic() < until:
        time.sleep(0.05)
        document.refresh_from_db()
    assert document.text == said
