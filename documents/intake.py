"""Taking a document in: the bytes are stored and the row written before anything else happens."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction

from accounts.markings import Marking
from accounts.models import User
from documents.models import Document, sha256_of
from documents.sending import send_after_commit
from documents.tasks import process_document
from questionnaire.codes import Reliability


class RefusedError(ValueError):
    """These bytes are not taken in; the message says why, for a person."""


@dataclass(frozen=True)
class Particulars:
    """What the importer says of a document; what is empty here is taken from the document itself."""

    title: str = ""
    publisher: str = ""
    url: str = ""
    published_on: date | None = None
    marking: str = Marking.CLEAR
    reliability: str = Reliability.F
    kind: str = Document.Kind.FILE

    def __post_init__(self) -> None:
        if self.marking not in Marking.values:
            raise RefusedError(f"tlp {self.marking!r}: give one of {', '.join(Marking.values)}")
        if self.reliability not in set(Reliability):
            raise RefusedError(f"reliability {self.reliability!r}: give a grade from A to F")
        if self.url:
            check_address(self.url)


@dataclass(frozen=True)
class Intake:
    """The document that these bytes are, and whether it was here before."""

    document: Document
    duplicate: bool


def take_in(content: bytes, *, file_name: str, particulars: Particulars, by: User | None, send: bool = True) -> Intake:
    """Store the bytes, write the row as `queued` and send the job after commit (unless the caller runs it).

    The same bytes again give the document that is already here, untouched. Raises RefusedError
    for no bytes or too many.
    """
    check_size(len(content), file_name)
    sha256 = sha256_of(content)
    if known := Document.objects.filter(sha256=sha256).first():
        return Intake(known, duplicate=True)
    try:
        with transaction.atomic():
            document = _store(content, sha256, file_name, particulars, by)
            if send:
                send_after_commit(process_document, document.pk)
    except IntegrityError:
        # Somebody took in the same bytes at the same moment; theirs is the document.
        return Intake(Document.objects.get(sha256=sha256), duplicate=True)
    return Intake(document, duplicate=False)


def check_size(size: int, file_name: str) -> None:
    """Raise RefusedError for a file of no bytes, or of more than MAX_DOCUMENT_BYTES."""
    name = file_name or "the document"
    if size == 0:
        raise RefusedError(f"{name} is empty (0 bytes)")
    if size > settings.MAX_DOCUMENT_BYTES:
        most = settings.MAX_DOCUMENT_BYTES // 2**20
        raise RefusedError(f"{name} has {size / 2**20:.0f} MB; at most {most} MB are taken in")


def check_address(url: str) -> None:
    """Raise RefusedError for what is no address of the web."""
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise RefusedError(f"url {url!r}: give an address that begins with http:// or https://") from error


def retry(document: Document) -> None:
    """Queue a failed or uncoded document again. Raises RefusedError where its job is not over or went well."""
    again = [Document.State.FAILED, Document.State.NOT_CODED]
    with transaction.atomic():
        queued = Document.objects.filter(pk=document.pk, state__in=again).update(
            state=Document.State.QUEUED, error="", attempts=0
        )
        if not queued:
            raise RefusedError(f"document {document.pk} is {document.state}: only what failed can be tried again")
        send_after_commit(process_document, document.pk)


def _store(content: bytes, sha256: str, file_name: str, particulars: Particulars, by: User | None) -> Document:
    document = Document(
        kind=particulars.kind,
        sha256=sha256,
        size=len(content),
        file_name=PurePath(file_name).name[:255],
        title=particulars.title[:500],
        publisher=particulars.publisher[:200],
        url=particulars.url,
        published_on=particulars.published_on,
        marking=particulars.marking,
        reliability=particulars.reliability,
        imported_by=by,
    )
    place = Document._meta.get_field("original").generate_filename(document, "")
    if document.original.storage.exists(place):
        document.original.name = place
    else:
        document.original.save("", ContentFile(content), save=False)
    document.save(force_insert=True)
    return document
