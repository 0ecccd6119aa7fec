"""What the pages that show positions have in common: the moment asked for, and the steps between days."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from commitments.moments import Moment, MomentError, moment_of


def moment_asked(request: HttpRequest) -> Moment:
    """The moment in the address; a page that names what is wrong with it, where it is none."""
    try:
        return moment_of(request.GET)
    except MomentError as error:
        raise BadRequest(str(error)) from None
