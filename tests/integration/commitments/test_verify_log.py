"""Somebody changes history behind the back of the triggers; `manage.py verify_log` names it."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from commitments import responses
from commitments.models import Change, Country
from questionnaire.models import Question
from tests.making import Role, a_document, a_person, an_accepted_claim

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def verify() -> str:
    out = StringIO()
    try:
        call_command("verify_log", stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


def tamper(sql, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, parameters)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def claim():
    for country in ("FR", "PL"):
        an_accepted_claim(country, document=a_document(f"{country} would send soldiers.", marking="AMBER"))
    return an_accepted_claim()


@pytest.fixture
def response(claim):
    anna, rita = a_person("anna", Role.ANALYST), a_person("rita", Role.REVIEWER)
    draft = responses.open_draft(Country.objects.get(pk="GB"), Question.objects.get(number=2), by=anna)
    fields = {"state": "answered", "stance": "favor", "summary": "It would.", "claims": [claim.pk]}
    draft = responses.save_draft(draft.pk, fields, by=anna, version=draft.version)
    return responses.publish(draft.pk, by=rita, version=draft.version, reason="new_source")


def test_history_as_it_was_written_is_in_order(response):
    last = Change.objects.latest("sequence").sequence
    assert verify() == f"Nothing wrong in {last} entries, 3 quotes, 3 texts, 3 files.\n"


@pytest.mark.parametrize(
    "column", ["at = at - interval '1 day'", "reason = 'our_correction'", "after = NULL", "actor_role = 'admin'"]
)
def test_a_changed_entry_is_named(claim, column):
    last = Change.objects.latest("sequence").sequence
    tamper(f"UPDATE commitments_change SET {column} WHERE sequence = %s", last)
    assert f"change log, entry {last}: it is not what its hash says; it was changed" in verify()


def test_an_entry_changed_with_its_hash_breaks_the_chain(claim):
    second = Change.objects.latest("sequence").sequence - 1
    tamper("UPDATE commitments_change SET reason = 'our_correction' WHERE sequence = %s", second)
    tamper("UPDATE commitments_change c SET hash = change_digest(c) WHERE sequence = %s", second)
    assert f"change log, entry {second + 1}: it does not follow from entry {second}\n1 wrong" in verify()


def test_a_missing_entry_is_named(claim):
    last = Change.objects.latest("sequence").sequence
    tamper("DELETE FROM commitments_change WHERE sequence IN (%s, %s)", last - 1, last - 2)
    assert f"change log: missing: {last - 2} to {last - 1}, before entry {last}" in verify()


def test_entries_cut_off_the_end_are_missed_by_what_they_showed(claim):
    tamper("DELETE FROM commitments_change WHERE sequence = %s", Change.objects.latest("sequence").sequence)
    assert f"claim {claim.pk}: shown since " in verify()


def test_a_wrong_number_for_some_readers_is_named(claim):
    last = Change.objects.latest("sequence")
    tamper("UPDATE commitments_change SET number_clear = 99 WHERE sequence = %s", last.pk)
    assert f"entry {last.pk}: its number for CLEAR is 99, not {last.number_clear}" in verify()


def test_a_changed_quote_is_named(claim):
    tamper("UPDATE commitments_claim SET quote = 'They never said so.' WHERE id = %s", claim.pk)
    at = f"at {claim.start} to {claim.end}"
    assert f"claim {claim.pk}: its quote is not what document {claim.document_id} has {at}\n1 wrong" in verify()


def test_a_changed_text_is_named(claim):
    tamper("UPDATE documents_document SET text = text || '!' WHERE id = %s", claim.document_id)
    assert f"document {claim.document_id}: its text is not the one that was read (SHA-256)\n1 wrong" in verify()


def test_a_claim_retracted_without_an_entry_is_named(claim):
    tamper("UPDATE commitments_claim SET state = 'retracted' WHERE id = %s", claim.pk)
    assert f"claim {claim.pk}: shown, but retracted\n1 wrong" in verify()


def test_a_document_remarked_without_an_entry_is_named(claim):
    tamper("UPDATE documents_document SET marking = 'RED' WHERE id = %s", claim.document_id)
    assert f"claim {claim.pk}: shown as CLEAR, but its document is RED\n1 wrong" in verify()


def test_a_changed_file_and_a_missing_file_are_named(claim):
    name = claim.document.original.name
    default_storage.delete(name)
    assert f"document {claim.document_id}: its file {name} cannot be read: No such file or directory\n1" in verify()
    default_storage.save(name, ContentFile(b"other bytes"))
    assert f"document {claim.document_id}: its file {name} has another SHA-256 than was recorded\n1 wrong" in verify()
    default_storage.delete(name)
