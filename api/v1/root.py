"""The list of what there is."""

from typing import Annotated, TypedDict

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from api.replies import reply
from api.resources import Resource

NAMES = (
    "countries",
    "questionnaires",
    "questions",
    "codebook",
    "positions",
    "answers",
    "responses",
    "changes",
    "claims",
    "documents",
    "imports",
    "summary_force",
    "summary_aid",
    "summary_coverage",
    "schema",
)


class Index(TypedDict):
    """Where each resource is."""

    resources: Annotated[dict[str, str], "Addresses by name."]


class Root(Resource):
    """What there is, with addresses."""

    tag = "About"
    gives = {"GET": {200: Index}}

    def get(self, request: Request) -> HttpResponse:
        """The index."""
        return reply(
            request,
            {
                "resources": {
                    name.replace("summary_", "summaries/"): request.build_absolute_uri(reverse(f"api_{name}"))
                    for name in NAMES
                }
                | {"docs": request.build_absolute_uri(reverse("docs"))}
            },
        )


class Missing(Resource):
    """Whatever is not there: a problem; where only the slash at the end is missing, the way to it."""

    schema = None

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer any method."""
        if not request.path.endswith("/") and _is_there(f"{request.path}/"):
            address = request.get_full_path(force_append_slash=True)
            return HttpResponsePermanentRedirect(address, preserve_request=True)
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Nothing to check: it is not there."""
        index = request.build_absolute_uri(reverse("api_root"))
        raise NotFound(f"There is nothing at {request.path}; {index} lists what there is.")


def _is_there(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "cls", None) is not Missing
    except Resolver404:
        return False
