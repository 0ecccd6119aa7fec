"""The reader of a document: its text with what was drawn from it, and what is known of the document itself."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Act, may
from commitments.highlights import pages_of
from commitments.models import Claim, Recheck
from commitments.wording import Part, say
from documents.curating import edition_of
from documents.forms import DescriptionForm, MarkingForm
from documents.history import edits_of
from documents.models import Document
from documents.relatives import captures_of, same_text_as
from questionnaire.codebook import RULES
from questionnaire.codes import Topic

PDF = "application/pdf"


@dataclass(frozen=True)
class Card:
    """A claim as the rail beside the text shows it."""

    number: int
    claim: Claim
    parts: list[Part]
    rechecks: list[Recheck]

    @property
    def question(self) -> int:
        """Number of the question that the claim's topic answers: it gives the highlight its colour."""
        return RULES[Topic(self.claim.topic)].question


@require_safe
def reader(request: HttpRequest, pk: int) -> HttpResponse:
    """One document. `?topic=troops` shows only what is about that topic."""
    document = Document.objects.visible_to(request.user).select_related("imported_by", "withdrawn_by").filter(pk=pk)
    found = document.first()
    if found is None:
        raise Http404(f"There is no document {pk}, or you may not see it.")
    topic = _topic_asked(request)
    cards = _cards(request, found)
    passages = list(found.passages.all())
    topics = Counter([card.claim.topic for card in cards] + [passage.topic for passage in passages])
    if topic:
        cards = [card for card in cards if card.claim.topic == topic]
        passages = [passage for passage in passages if passage.topic == topic]
    shown = {
        "document": found,
        "cards": cards,
        "numbers": {card.claim.pk: card.number for card in cards},
        "pages": pages_of(found.text, found.page_starts, [card.claim for card in cards], passages),
        "has_pictures": found.media_type == PDF and bool(found.page_starts),
        "topic": topic,
        "topics": [(one, topics[one]) for one in Topic if topics[one]],
        **_about(request, found),
    }
    return render(request, "commitments/reader.html", shown)


def _topic_asked(request: HttpRequest) -> str:
    topic = request.GET.get("topic", "")
    if topic and topic not in set(Topic):
        raise BadRequest(f"topic: {topic!r} is not a topic of the codebook")
    return topic


def _cards(request: HttpRequest, document: Document) -> list[Card]:
    states = [Claim.State.ACCEPTED]
    if may(request.user, Act.DECIDE):
        states.append(Claim.State.CANDIDATE)
    claims = document.claims.filter(state__in=states).select_related("country", "decided_by").order_by("start", "id")
    newer = Recheck.objects.filter(claim__in=claims, document__in=Document.objects.visible_to(request.user))
    rechecks: dict[int, list[Recheck]] = {}
    for recheck in newer.filter(found=False).select_related("settled_by").order_by("-document_id"):
        rechecks.setdefault(recheck.claim_id, []).append(recheck)
    return [
        Card(
            number,
            claim,
            say(claim.topic, claim.stance or None, claim.status or None, claim.conditions, claim.value)[
                1 if claim.stance else 0 :
            ],
            rechecks.get(claim.pk, []),
        )
        for number, claim in enumerate(claims, 1)
    ]


def _about(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What is known of the document: its relatives, and for those who may, its history and the forms to change it."""
    user = request.user
    return {
        "same_text": list(same_text_as(document, user)),
        "captures": list(captures_of(document, user)),
        "edits": edits_of(document) if user.is_authenticated else [],
        "description": DescriptionForm.of(document) if may(user, Act.IMPORT) else None,
        "edition": edition_of(document),
        "marking_form": MarkingForm(by=user, initial={"marking": document.marking}) if may(user, Act.MARK) else None,
    }
