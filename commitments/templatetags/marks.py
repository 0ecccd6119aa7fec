"""The stance mark: a colour, a symbol and a word, never one alone. `{% load marks %}{% stance claim.stance %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commitments.answers import LEADING, QuestionPosition
from commitments.matrix import NO_POSITION, Row, stance_on, stance_word
from commitments.models import Country
from commitments.positions import Position
from commitments.wording import Part, say_value
from questionnaire.codes import AnswerState, Stance

register = template.Library()


@register.inclusion_tag("_components/stance.html")
def stance(code: str | None, word: str = "", *, compact: bool = False) -> dict[str, Any]:
    """The mark of this stance; `compact` hides the word from sight, not from screen readers.

    Without a stance it is a neutral mark with `word`, or "No position".
    """
    known = code in set(Stance)
    return {
        "code": code if known else NO_POSITION,
        "symbol": code if known else "said" if word else NO_POSITION,
        "word": word or (Stance(str(code)).label if known else "No position"),
        "compact": compact,
    }


@register.inclusion_tag("_components/stance.html")
def stance_of(
    country: Country, topic: str, code: str | None, *, compact: bool = False, spoke: bool = False
) -> dict[str, Any]:
    """The mark of a country's stance on a topic: what Ukraine asks for is no offer, and reads so.

    `spoke`: without a stance, say that it spoke.
    """
    word = stance_word(country, topic, code) or ("Spoke" if spoke and not code else "")
    asks = bool(word) and not country.offers
    return stance(None if asks else code, word, compact=compact)


@register.inclusion_tag("_components/stance.html")
def answer_mark(country: Country, answer: QuestionPosition) -> dict[str, Any]:
    """The mark of a country's answer to a question: its stance, or that it spoke, or why there is none."""
    if answer.state != AnswerState.ANSWERED:
        return stance(None, AnswerState(answer.state).label, compact=True)
    if answer.stance is None:
        return stance(None, "Spoke", compact=True)
    spoken = {position.topic for position in answer.topics}
    leading = next((topic for topic in LEADING[answer.question] if topic in spoken), "")
    return stance_of(country, leading, answer.stance, compact=True)


@register.simple_tag
def tile(row: Row, topic: str) -> dict[str, str]:
    """How a country's tile looks: stance, symbol and word."""
    code = stance_on(row, topic)
    position = row.topics.get(topic)
    word = stance_word(row.country, topic, position.stance if position else None) if position else ""
    return {"stance": code, "symbol": stance(code, word)["symbol"], "word": stance(code, word)["word"]}


@register.simple_tag
def country_name(names: Mapping[str, Country], code: str) -> str:
    """The name of the country with this code."""
    return names[code].name if code in names else code


@register.filter
def at(rows: Mapping[str, Any], key: str) -> Any:
    """What a mapping has under this key; None where it has nothing."""
    return rows.get(key)


@register.filter
def words(position: Position) -> list[Part]:
    """The value of a position in words, part by part."""
    return say_value(position.topic, position.value)


@register.simple_tag
def symbol(name: str, title: str = "") -> SafeString:
    """A symbol of the sprite (`templates/_components/symbols.html`), with `title` for screen readers where given."""
    picture = format_html('<svg class="mark" aria-hidden="true"><use href="#mark-{}"></use></svg>', name)
    return format_html('{}<span class="visually-hidden">{}</span>', picture, title) if title else picture
