"""The examples of docs/api.md work as they stand."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.roles import Role
from accounts.tokens import create_token
from commitments.models import Country
from commitments.responses import open_draft
from questionnaire.models import Question
from tests.contract.conftest import settled
from tests.making import a_person, a_published_answer

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
EXAMPLES = re.findall(r"^    (curl .*)$", PAGE.read_text(), re.MULTILINE)


@pytest.fixture
def names(claims):
    anna = a_person("anna", Role.ANALYST)
    response = settled(a_published_answer(claims["accepted"]))
    return {
        "$TOKEN": create_token(user=anna, scopes=["read", "write"]),
        "{claim}": str(claims["accepted"].pk),
        "{candidate}": str(claims["candidate"].pk),
        "{document}": str(claims["accepted"].document_id),
        "{response}": str(response.pk),
        "{draft}": str(open_draft(Country.objects.get(pk="GB"), Question.objects.get(number=2), by=anna).pk),
        "http://127.0.0.1:8000": "",
    }


def run(example, names):
    """What this call of curl does, done by the test client."""
    for name, value in names.items():
        example = example.replace(name, value)
    address, headers, form, body, method = "", {}, {}, None, "post"
    words = iter(shlex.split(example)[1:])
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-F":
            name, _, value = next(words).partition("=")
            form[name] = SimpleUploadedFile(value[1:], b"Norway will not.") if value.startswith("@") else value
        elif word == "-X":
            method = next(words).lower()
        elif word == "--json":
            body = next(words)
        else:
            address = word
    client = Client(headers=headers)
    if body is not None:
        return getattr(client, method)(address, body, content_type="application/json")
    return client.post(address, form) if form else client.get(address)


def test_each_example_does_what_the_page_says(names):
    assert len(EXAMPLES) > 20
    answers = {example: run(example, names) for example in EXAMPLES}
    bad = {example: a.content for example, a in answers.items() if a.status_code not in (200, 201, 202)}
    assert bad == {}


def test_each_resource_is_on_the_page(db, stranger):
    resources = stranger.get("/api/v1/").json()["resources"]
    text = PAGE.read_text()
    assert [name for name in resources if f"{name}/" not in text and f"`{name}`" not in text] == []
