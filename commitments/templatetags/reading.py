"""The text of a document with its highlights. In Python, because in a template every blank would show."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from commitments.highlights import Piece
from commitments.models import Claim
from documents.browsing import safe_snippet
from questionnaire.codebook import RULES
from questionnaire.codes import Topic

register = template.Library()


@register.simple_tag
def highlighted(pieces: Sequence[Piece], numbers: Mapping[int, int]) -> SafeString:
    """The pieces one after the other; `numbers` has the number of each claim's card.

    Each piece carries its offset (`data-start`), so that a selection can be told in the text's own terms.
    """
    return format_html(
        '<div class="text">{}</div>', format_html_join("", "{}{}{}", (_parts(piece, numbers) for piece in pieces))
    )


@register.filter
def snippet(found: str) -> SafeString:
    """A search snippet with the words that were found marked."""
    return safe_snippet(found)


@register.filter
def question_of(topic: str) -> int:
    """Number of the question that the topic answers; highlights take their colour from it."""
    return RULES[Topic(topic)].question


def _parts(piece: Piece, numbers: Mapping[int, int]) -> tuple[SafeString, SafeString, SafeString]:
    return (
        format_html_join("", '<span class="anchor" id="claim-{}"></span>', ((claim.pk,) for claim in piece.begins)),
        _text(piece),
        format_html_join("", REFERENCE, _references(piece, numbers)),
    )


def _references(piece: Piece, numbers: Mapping[int, int]) -> list[tuple[int, int, str, int]]:
    ends = sorted(piece.ends, key=lambda claim: numbers[claim.pk])
    return [(claim.pk, numbers[claim.pk], _name(claim), numbers[claim.pk]) for claim in ends]


def _text(piece: Piece) -> SafeString:
    if piece.claims:
        claim = piece.claims[-1]
        return format_html(
            '<mark class="piece q{} piece--{}" data-start="{}" data-claims="{}">{}</mark>',
            question_of(claim.topic),
            claim.state,
            piece.start,
            " ".join(str(one.pk) for one in piece.claims),
            piece.text,
        )
    if piece.topics:
        return format_html(
            '<span class="piece piece--touched q{}" data-start="{}" title="{}">{}</span>',
            question_of(piece.topics[0]),
            piece.start,
            ", ".join(Topic(topic).label for topic in piece.topics),
            piece.text,
        )
    return format_html('<span class="piece" data-start="{}">{}</span>', piece.start, piece.text)


def _name(claim: Claim) -> str:
    return f"{claim.country.name}, {Topic(claim.topic).label}"


REFERENCE = '<a class="reference" href="#card-{}" aria-label="Claim {}: {}">{}</a>'
