"""Traffic Light Protocol 2.0: who may see what a document holds, and what is derived from it.

The one rule that every read obeys (contract, "Handling"): a text, quote, claim, count, chart or
entry is visible only to those who may see the document behind it.
"""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class Marking(models.TextChoices):
    """Markings from the least to the most restricted (FIRST, Traffic Light Protocol 2.0)."""

    CLEAR = "CLEAR", "TLP:CLEAR"
    GREEN = "GREEN", "TLP:GREEN"
    AMBER = "AMBER", "TLP:AMBER"
    AMBER_STRICT = "AMBER+STRICT", "TLP:AMBER+STRICT"
    RED = "RED", "TLP:RED"


ORDER = [marking.value for marking in Marking]


def up_to(clearance: str) -> list[str]:
    """The markings that a person cleared up to `clearance` may see."""
    return ORDER[: ORDER.index(clearance) + 1]


def visible_markings(user: "User | AnonymousUser | None") -> list[str]:
    """The markings that this visitor may see; an anonymous one sees CLEAR only."""
    if user is None or not user.is_authenticated:
        return [Marking.CLEAR.value]
    return up_to(user.clearance)
