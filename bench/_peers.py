"""The program with two peers beside it, for `bench.api`: a view that does nothing, and claims by a serializer."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse

application = get_wsgi_application()

from django.urls import include, path  # noqa: E402 - the models can be loaded now
from rest_framework import serializers  # noqa: E402
from rest_framework.generics import ListAPIView  # noqa: E402
from rest_framework.permissions import AllowAny  # noqa: E402
from rest_framework.response import Response  # noqa: E402

from commitments.models import Claim  # noqa: E402


class PlainClaim(serializers.ModelSerializer[Claim]):
    """The same row by way of a model instance and a serializer."""

    reliability = serializers.CharField(source="document.reliability")
    document_title = serializers.CharField(source="document.title")
    publisher = serializers.CharField(source="document.publisher")
    url = serializers.CharField(source="document.url")
    marking = serializers.CharField(source="document.marking")
    value = serializers.DictField()

    class Meta:
        model = Claim
        exclude = ("codes", "places", "note", "decided_by", "changed_by")


class PlainClaims(ListAPIView[Claim]):
    """The newest 100 claims, the plain way."""

    schema = None
    permission_classes = (AllowAny,)
    serializer_class = PlainClaim

    def list(self, *args: object, **kwargs: object) -> Response:
        """The same page as `/api/v1/claims/` gives."""
        rows = Claim.objects.shown_to(self.request.user).with_source().order_by("-effective_on", "-id")[:100]
        return Response({"results": self.get_serializer(rows, many=True).data})


def nothing(request: HttpRequest) -> HttpResponse:
    """What the server, Django and its middleware cost."""
    return HttpResponse("{}", content_type="application/json")


urlpatterns = [
    path("bench/nothing/", nothing),
    path("bench/claims/", PlainClaims.as_view()),
    path("", include("config.urls")),
]
settings.ROOT_URLCONF = "bench._peers"
