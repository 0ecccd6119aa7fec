"""`manage.py extract`: files in, JSON lines out, with no server in reach."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
TEXT = "OSLO - Norway will send 150 soldiers to Ukraine, Defence Minister Tore Sandvik said on Monday.\n"


def run(*arguments):
    """The command's exit code, its lines and its messages."""
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **NOWHERE},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_text_and_its_json_form_give_the_same_claims(tmp_path):
    plain, wrapped = tmp_path / "note.txt", tmp_path / "note.json"
    plain.write_text(TEXT)
    wrapped.write_text(json.dumps({"text": TEXT, "published_on": "2025-03-05"}))
    code, (first, second), _ = run("extract", plain, wrapped, "--published-on", "2025-03-05")
    assert code == 0
    assert first["file"] == str(plain)
    assert first["text"] == TEXT
    assert first["language"] == "en"
    assert first["text_sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert list(first) == ["file", "language", "text_sha256", "text", "claims"]
    assert first["claims"] == second["claims"]
    for claim in first["claims"]:
        assert TEXT[claim["start"] : claim["end"]] == claim["quote"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path):
    good, empty, missing = tmp_path / "good.txt", tmp_path / "empty.txt", tmp_path / "missing.txt"
    good.write_text(TEXT)
    empty.touch()
    code, lines, messages = run("extract", empty, missing, tmp_path, good)
    assert code == 1
    assert lines[:3] == [
        {"file": str(empty), "error": "the file is empty (0 bytes)"},
        {"file": str(missing), "error": "no such file or directory"},
        {"file": str(tmp_path), "error": "is a directory"},
    ]
    assert lines[3]["text"] == TEXT
    assert "3 of 4 files could not be read" in messages


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [("--published-on", "5 March", "'5 March' is no date"), ("--country-hint", "GBR", "'GBR' is no country code")],
)
def test_a_bad_option_is_named(tmp_path, option, value, says):
    code, lines, messages = run("extract", tmp_path / "any.txt", option, value)
    assert code != 0
    assert lines == []
    assert says in messages
