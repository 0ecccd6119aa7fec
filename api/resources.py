"""What every endpoint is made from: parameters read strictly, bodies of a bearable size, lists in pages."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated, NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import User
from accounts.roles import Act
from api import idempotency
from api.filters import CURSOR, Parameter, Query, limit, read_query
from api.models import KeptAnswer
from api.pagination import DEFAULT_LIMIT, CursorError, Order, Page, Place, page_of, read_cursor
from api.problems import BadRequestError, TooLargeError
from api.replies import page_reply
from api.rows import Json, as_text


class AnsweredBeforeError(Exception):
    """This request was answered before; `kept` has the answer."""

    def __init__(self, kept: KeptAnswer) -> None:
        super().__init__()
        self.kept = kept


class Resource(APIView):
    """An endpoint. `parameters` are those of GET; a request that carries another is answered with 400."""

    parameters: ClassVar[Sequence[Parameter]] = ()
    tag: ClassVar[str] = ""
    """Under which heading the documentation shows it."""
    gives: ClassVar[Mapping[str, Mapping[int, Any]]] = {}
    """By method and status: the shape of the answer."""
    takes: ClassVar[Mapping[str, Any]] = {}
    """By method: the serializer of the body."""
    problems: ClassVar[Mapping[str, Sequence[int]]] = {}
    """By method: statuses of what may go wrong beyond what every request risks."""
    write_act: ClassVar[Act | None] = None
    """What a person must be allowed to do for anything but reading."""
    max_body = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    query: Query
    kept: KeptAnswer | None = None
    """Where the answer to this request is kept, for one with an `Idempotency-Key`."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is too large or asks for what is not there, before anything is done."""
        if not hasattr(self, (request.method or "").lower()):
            raise MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > self.max_body:
            raise TooLargeError(f"The body has {int(length):,} bytes; at most {self.max_body:,} are taken.")
        self.query = read_query(request.query_params, self.known_parameters(request.method or "GET"))
        if request.method == "POST" and (kept := idempotency.begin(request)):
            if kept.status is not None:
                if kept.status < 300:  # noqa: PLR2004 - it tells of something
                    self.demand_visible(request, json.loads(kept.body))
                raise AnsweredBeforeError(kept)
            self.kept = kept

    def demand_visible(self, request: Request, answer: Mapping[str, Any]) -> None:
        """Raise NotFound where the visitor may no longer see what this earlier answer to a POST tells of."""
        raise NotImplementedError

    def handle_exception(self, exc: Exception) -> HttpResponse:  # type: ignore[override]  # or what is no REST response
        """The problem that this error is, or the answer of before."""
        return idempotency.again(exc.kept) if isinstance(exc, AnsweredBeforeError) else super().handle_exception(exc)

    def finalize_response(  # type: ignore[override]  # also answers that are no REST responses
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """The answer as it goes out, kept where the request has a key."""
        answer: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        if self.kept:
            idempotency.keep(self.kept, answer)
        return answer

    @classmethod
    def known_parameters(cls, method: str) -> Sequence[Parameter]:
        """The parameters that this method takes."""
        return cls.parameters if method in ("GET", "HEAD", "OPTIONS") else ()


class ListResource(Resource):
    """A list in pages. `fields` are the keys of a row and where the database has them, in the shape's order."""

    order: ClassVar[Order]
    shape: ClassVar[Any]
    fields: ClassVar[Json]
    default_limit: ClassVar[int] = DEFAULT_LIMIT

    @classmethod
    def known_parameters(cls, method: str) -> Sequence[Parameter]:
        """The list's filters, `cursor` and `limit`."""
        own = super().known_parameters(method)
        return (*own, CURSOR, limit(cls.default_limit)) if method in ("GET", "HEAD", "OPTIONS") else own

    def get(self, request: Request, **of: Any) -> HttpResponse:
        """A page."""
        return self.page_reply(request, self.page(request, **of))

    def rows(self, request: Request, **of: Any) -> QuerySet[Any]:
        """All rows that this visitor may see and asks for."""
        raise NotImplementedError

    def page(self, request: Request, **of: Any) -> Page[Any]:
        """The page that is asked for; its rows are whatever `encode` takes."""
        fields = [as_text(self.fields_for(request))]
        return page_of(
            self.rows(request, **of), self.order, limit=self.query["limit"], place=self.place(), fields=fields
        )

    def fields_for(self, request: Request) -> Json:
        """What this visitor is shown of a row."""
        return self.fields

    def encode(self, row: Any) -> bytes:
        """A row as JSON."""
        text: str = row[0]
        return text.encode()

    def place(self) -> Place | None:
        """Where the page begins."""
        if self.query["cursor"] is None:
            return None
        try:
            return read_cursor(self.query["cursor"], self.order, self.list_name)
        except CursorError as error:
            raise BadRequestError(f"cursor: {error}", {"cursor": [str(error)]}) from error

    def page_reply(self, request: Request, page: Page[Any]) -> HttpResponse:
        """The page as an answer."""
        return page_reply(request, page, [self.encode(row) for row in page.rows], self.list_name)

    @property
    def list_name(self) -> str:
        """What cursors are bound to."""
        return type(self).__name__


def one_row(rows: QuerySet[Any], fields: Json, what: str) -> bytes:
    """The only row of these, as JSON. Raises NotFound where there is none that this visitor may see."""
    text = rows.values_list(as_text(fields), flat=True).first()
    if text is None:
        raise NotFound(f"There is no {what}, or you may not see it.")
    return str(text).encode()


def person(request: Request) -> User:
    """Who asks. Raises NotAuthenticated for a stranger."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user
