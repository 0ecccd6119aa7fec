"""`manage.py import_documents`: what a person at the terminal gets."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from documents.models import Document
from questionnaire.codebook import RULES
from questionnaire.codes import Topic

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments, **options):
    """The lines that the command prints, and what it ends with (empty: well)."""
    out, failure = io.StringIO(), ""
    try:
        call_command("import_documents", *map(str, arguments), stdout=out, stderr=io.StringIO(), **options)
    except CommandError as error:
        failure = str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], failure


def from_the_shell(*arguments):
    """The command as a program of its own, on this test's database."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = {**os.environ, "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}"}
    command = [sys.executable, "manage.py", "import_documents", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_the_seed_article_goes_through_the_worker(reference, worker, shared):
    article = shared / "data/seed/us-questionnaire-article.txt"
    done = from_the_shell(article, "--wait", "--publisher", "A newspaper", "--published-on", "2025-02-14")
    assert done.returncode == 0, done.stderr
    (line,) = map(json.loads, done.stdout.splitlines())
    document = Document.objects.get(pk=line["document"])
    assert (line["status"], line["duplicate_of"], line["error"]) == ("coded", None, None)
    assert (document.publisher, str(document.published_on)) == ("A newspaper", "2025-02-14")
    assert document.text == article.read_text()
    assert "1/1" in done.stderr


def test_the_seed_article_holds_topics_of_all_six_questions_and_no_position(reference, worker, shared):
    (line,), _ = run(shared / "data/seed/us-questionnaire-article.txt", "--published-on", "2025-02-14", wait=True)
    topics = Document.objects.get().passages.values_list("topic", flat=True)
    assert {RULES[Topic(topic)].question for topic in topics} == {1, 2, 3, 4, 5, 6}
    assert line["claims"] == 0


def test_without_wait_it_is_queued_and_the_row_is_there_first(db, shared, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as messages:
        (line,), failure = run(shared / "data/seed/us-questionnaire-article.txt")
    assert (line["status"], failure, len(messages)) == ("queued", "", 1)
    document = Document.objects.get(pk=line["document"])
    assert (document.sha256, document.text) == (line["sha256"], "")


def test_the_same_bytes_again_are_the_same_document(db, tmp_path):
    (tmp_path / "one.txt").write_text("Norway will take part.")
    (tmp_path / "two.txt").write_text("Norway will take part.")
    (first, second), failure = run(tmp_path)
    assert failure == ""
    assert (first["duplicate_of"], second["duplicate_of"]) == (None, first["document"])
    assert second["document"] == first["document"]


def test_without_a_worker_wait_does_the_work_here(transactional_db, reference, tmp_path, monkeypatch):
    monkeypatch.setattr("documents.waiting.has_worker", lambda: False)
    (tmp_path / "note.txt").write_text("Norway will take part.")
    err = io.StringIO()
    call_command("import_documents", str(tmp_path), wait=True, stdout=io.StringIO(), stderr=err)
    assert Document.objects.get().text == "Norway will take part."
    assert "No worker answers" in err.getvalue()


def test_a_folder_is_imported_with_its_subfolders_and_without_hidden_files(db, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/b.txt").write_text("Norway will take part.")
    (tmp_path / "a.txt").write_text("Sweden has not decided.")
    (tmp_path / ".hidden").write_text("nothing")
    lines, _ = run(tmp_path)
    assert len(lines) == Document.objects.count() == 2


def big(folder):
    with (folder / "big.txt").open("wb") as file:
        file.truncate(300 * 2**20)
    return folder / "big.txt"


def written(name, content):
    def write(folder):
        (folder / name).write_bytes(content)
        return folder / name

    return write


REFUSED = {
    "empty file": (written("empty.txt", b""), "empty.txt is empty (0 bytes)"),
    "PDF of no bytes": (written("none.pdf", b""), "none.pdf is empty (0 bytes)"),
    "300 MB": (big, "big.txt has 300 MB; at most 100 MB are taken in"),
    "missing": (lambda folder: folder / "gone.txt", "gone.txt does not exist"),
    "empty folder": (lambda folder: folder, "holds no files"),
    "device": (lambda _: "/dev/zero", "/dev/zero is neither a file nor a folder"),
    "own network": (lambda _: "http://127.0.0.1/page", "127.0.0.1 is in a private network"),
    "no address": (lambda _: "http://", "url 'http://': give an address that begins with http:// or https://"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_in_is_refused_and_nothing_is_stored(case, db, tmp_path):
    make, message = REFUSED[case]
    (line,), failure = run(make(tmp_path))
    assert message in line["error"]
    assert (line["status"], line["document"], failure) == ("failed", None, "1 of 1 failed")
    assert not Document.objects.exists()


UNREADABLE = {
    "binary": (written("noise.bin", bytes(range(256)) * 40), "is not a format that is read here"),
    "wrong extension": (written("letter.pdf", b"Dear colleague"), "the name ends in .pdf, but the content is text"),
    "broken PDF": (written("broken.pdf", b"%PDF-1.7\nand nothing"), "the PDF cannot be opened"),
    "bad JSON": (written("bad.json", b'{"text": 1}'), 'a JSON document is an object with a "text"'),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_fails_with_its_reason(case, transactional_db, reference, tmp_path):
    make, message = UNREADABLE[case]
    (line,), failure = run(make(tmp_path), wait=True)
    assert message in line["error"]
    assert (line["status"], failure) == ("failed", "1 of 1 failed")
    document = Document.objects.get()
    assert (document.state, document.text, document.claims.count()) == ("failed", "", 0)


def test_latin_1_is_read(transactional_db, reference, tmp_path):
    said = "Le président a déclaré à Paris que la France était prête à envoyer des soldats français."
    (tmp_path / "latin.txt").write_bytes(said.encode("latin-1"))
    run(tmp_path, wait=True)
    assert Document.objects.get().text == said


BAD_OPTIONS = {
    "--published-on 30.02.2025": "--published-on: '30.02.2025' is not a date like 2025-02-28",
    "--tlp PURPLE": "--tlp 'PURPLE': give one of CLEAR, GREEN, AMBER, AMBER+STRICT, RED",
    "--reliability Z": "--reliability 'Z': give a grade from A to F",
    "--url ftp://x": "--url 'ftp://x': give an address that begins with http:// or https://",
}


@pytest.mark.parametrize("option", BAD_OPTIONS)
def test_a_bad_option_is_named_and_nothing_is_stored(option, db, tmp_path):
    (tmp_path / "note.txt").write_text("Norway will take part.")
    with pytest.raises(CommandError, match=r"give|is not") as refusal:
        call_command("import_documents", str(tmp_path), *option.split())
    assert str(refusal.value) == BAD_OPTIONS[option]
    assert not Document.objects.exists()


def test_a_failure_ends_with_exit_code_1(transactional_db, tmp_path):
    done = from_the_shell(tmp_path / "gone.txt")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"].endswith("gone.txt does not exist")


def test_labelled_documents_yield_candidates_with_exact_quotes(reference, worker, shared):
    files = [shared / f"data/eval/dev/{number}.json" for number in ("001", "002", "003")]
    lines, failure = run(*files, wait=True)
    assert (failure, [line["status"] for line in lines]) == ("", ["coded"] * 3)
    for document in Document.objects.filter(pk__in=[line["document"] for line in lines]):
        claims = list(document.claims.all())
        assert all(document.text[claim.start : claim.end] == claim.quote for claim in claims)
        with document.original.open() as original:
            assert document.text == json.load(original)["text"]
