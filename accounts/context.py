"""What every page's frame needs to know about its visitor."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.markings import Marking, visible_markings
from accounts.roles import Act, may


def visitor(request: HttpRequest) -> dict[str, Any]:
    """`acts`: what the visitor may do (`acts.decide`); `clearance`: the most restricted marking they may see."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "acts": SimpleLazyObject(lambda: {act.name.lower(): may(user, act) for act in Act}),
        "clearance": Marking(visible_markings(user)[-1]),
    }
