"""The tracked countries."""

from typing import Annotated, Any, TypedDict

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from api.filters import flag, one_of, present, texts
from api.pagination import Key, Order
from api.replies import body_reply
from api.resources import ListResource, Resource, one_row
from api.rows import Json
from commitments import models
from questionnaire.codes import CountryRole


class Country(TypedDict):
    """A tracked state, or the European Union acting as one."""

    iso2: Annotated[str, "ISO 3166-1 alpha-2; `EU` for the Union. The country's id everywhere in this API."]
    iso3: Annotated[str, "ISO 3166-1 alpha-3."]
    name: str
    kind: models.Country.Kind
    role: Annotated[CountryRole, "In which part it appears in the questionnaire."]
    nato_since: Annotated[int | None, "Year of accession."]
    eu_since: Annotated[int | None, "Year of accession."]
    coalition: Annotated[bool | None, "In the coalition of the willing; null where that is not known."]
    region: str
    capital: str
    demonym: str


FIELDS = Json({name: name for name in Country.__annotations__})


class CountryList(ListResource):
    """The tracked countries, by code."""

    tag = "Reference"
    order = Order((Key("iso2", str),), descending=False)
    shape = Country
    fields = FIELDS
    parameters = (
        *texts("iso2", "Code."),
        *texts("region", "Region."),
        *one_of("role", CountryRole, "Role."),
        *one_of("kind", models.Country.Kind, "Kind."),
        present("nato", "Whether it is a member of NATO.", column="nato_since"),
        present("eu", "Whether it is a member of the European Union.", column="eu_since"),
        flag("coalition", "Whether it is in the coalition of the willing.", lookup="coalition"),
    )

    def rows(self, request: Request, **of: Any) -> QuerySet[models.Country]:
        """All of them."""
        return models.Country.objects.filter(self.query.where)


class CountryDetail(Resource):
    """One country."""

    tag = "Reference"
    gives = {"GET": {200: Country}}

    def get(self, request: Request, iso2: str) -> HttpResponse:
        """The country."""
        return body_reply(request, one_row(models.Country.objects.filter(pk=iso2), FIELDS, f"country {iso2}"))
