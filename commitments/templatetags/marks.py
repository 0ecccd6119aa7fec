"""The stance mark: a colour, a symbol and a word, never one alone. `{% load marks %}{% stance claim.stance %}`."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from questionnaire.codes import Stance

register = template.Library()

SILENT = "silent"
"""Where there is no stance: nobody spoke, or the topic has none."""


@register.inclusion_tag("_components/stance.html")
def stance(code: str | None, word: str = "", *, compact: bool = False) -> dict[str, Any]:
    """The mark of this stance; `compact` hides the word from sight, not from screen readers.

    Without a stance it is a neutral mark with `word`, or "No position".
    """
    known = code in set(Stance)
    return {
        "code": code if known else SILENT,
        "symbol": code if known else "said" if word else SILENT,
        "word": word or (Stance(str(code)).label if known else "No position"),
        "compact": compact,
    }


@register.simple_tag
def symbol(name: str, title: str = "") -> SafeString:
    """A symbol of the sprite (`templates/_components/symbols.html`), with `title` for screen readers where given."""
    picture = format_html('<svg class="mark" aria-hidden="true"><use href="#mark-{}"></use></svg>', name)
    return format_html('{}<span class="visually-hidden">{}</span>', picture, title) if title else picture
