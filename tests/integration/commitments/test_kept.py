"""Raw SQL against history: the database refuses it, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.roles import Role
from commitments import responses
from commitments.models import Country
from questionnaire.models import Question
from tests.making import a_person, an_accepted_claim

pytestmark = pytest.mark.django_db

WORDS = ("Cannot", "is kept", "are kept", "stays as it was", "Invalid transition", "not possible")
REFUSED = [
    "UPDATE commitments_change SET reason = 'new_source'",
    "UPDATE commitments_change SET at = now() WHERE sequence = 1",
    "DELETE FROM commitments_change WHERE sequence = (SELECT max(sequence) FROM commitments_change)",
    "TRUNCATE commitments_change",
    "UPDATE commitments_standing SET stance = 'against'",
    "UPDATE commitments_standing SET known_from = now()",
    "UPDATE commitments_standing SET known_until = NULL WHERE known_until IS NOT NULL",
    "DELETE FROM commitments_standing",
    "TRUNCATE commitments_standing",
    "UPDATE commitments_showing SET marking = 'RED'",
    "DELETE FROM commitments_showing",
    "TRUNCATE commitments_showing",
    "UPDATE commitments_codebookversion SET version = '2'",
    "DELETE FROM commitments_codebookversion",
    "TRUNCATE commitments_codebookversion",
    "UPDATE commitments_claim SET quote = 'They never said so.'",
    "UPDATE commitments_claim SET start = start + 1",
    'UPDATE commitments_claim SET "end" = "end" - 1',
    "UPDATE commitments_claim SET prefix = 'x'",
    "UPDATE commitments_claim SET suffix = 'x'",
    "UPDATE commitments_claim SET document_id = (SELECT max(id) FROM documents_document)",
    "UPDATE commitments_claim SET state = 'rejected'",
    "DELETE FROM commitments_claim",
    "TRUNCATE commitments_claim CASCADE",
    "UPDATE commitments_claimevent SET stance = 'against'",
    "DELETE FROM commitments_claimevent",
    "TRUNCATE commitments_claimevent",
    "UPDATE commitments_response SET summary = 'It would not.' WHERE status = 'published'",
    "UPDATE commitments_response SET stance = 'against' WHERE status = 'published'",
    "UPDATE commitments_response SET status = 'draft' WHERE status = 'published'",
    "DELETE FROM commitments_response WHERE status = 'published'",
    "TRUNCATE commitments_response CASCADE",
    "UPDATE commitments_responseevent SET summary = ''",
    "DELETE FROM commitments_responseevent",
    "TRUNCATE commitments_responseevent",
    "UPDATE commitments_answer SET stance = 'against'",
    "DELETE FROM commitments_answer",
    "TRUNCATE commitments_answer",
    "DELETE FROM commitments_citation",
    "UPDATE commitments_citation SET claim_id = (SELECT max(id) FROM commitments_claim)",
    "TRUNCATE commitments_citation",
    "UPDATE documents_document SET text = 'Another text.'",
    "UPDATE documents_document SET sha256 = repeat('0', 64)",
    "DELETE FROM documents_document",
    "TRUNCATE documents_document CASCADE",
    "DELETE FROM documents_documentevent",
    "TRUNCATE documents_documentevent",
]


@pytest.fixture
def history(reference, settings):
    settings.ALLOW_SELF_PUBLISH = True
    claim = an_accepted_claim()
    an_accepted_claim("FR")
    rita = a_person("rita", Role.REVIEWER)
    draft = responses.open_draft(Country.objects.get(pk="GB"), Question.objects.get(number=2), by=rita)
    fields = {
        "state": "answered",
        "stance": "favor",
        "summary": "It would.",
        "claims": [claim.pk],
        "troops.stance": "favor",
    }
    draft = responses.save_draft(draft.pk, fields, by=rita, version=draft.version)
    responses.publish(draft.pk, by=rita, version=draft.version, reason="new_source")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE commitments_claim SET credibility = 1 WHERE country_id = 'FR'")


@pytest.mark.usefixtures("history")
def test_raw_sql_against_history_is_refused():
    assert {statement: outcome_of(statement) for statement in REFUSED} == dict.fromkeys(REFUSED, "refused")


def outcome_of(statement) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return f"{cursor.rowcount} rows"
    except DatabaseError as error:
        return "refused" if any(word in str(error) for word in WORDS) else str(error)
