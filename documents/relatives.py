"""Other documents that a document has to do with: the same text in other bytes, other captures of its address."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from documents.models import Document
from documents.querysets import DocumentQuerySet

MOST = 50


def same_text_as(document: Document, user: User | AnonymousUser) -> DocumentQuerySet:
    """Visible documents whose bytes differ and whose text does not."""
    if not document.text_sha256:
        return Document.objects.none()
    return _others(document, user).filter(text_sha256=document.text_sha256)[:MOST]


def captures_of(document: Document, user: User | AnonymousUser) -> DocumentQuerySet:
    """Visible documents from the same address, newest first. Our own source notes are no captures."""
    if not document.url:
        return Document.objects.none()
    others = _others(document, user).filter(url=document.url)
    return others.exclude(kind=Document.Kind.SOURCE_NOTE).order_by("-id")[:MOST]


def _others(document: Document, user: User | AnonymousUser) -> DocumentQuerySet:
    return Document.objects.visible_to(user).without_text().exclude(pk=document.pk)
