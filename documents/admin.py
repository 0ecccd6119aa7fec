"""Documents in the back room, as far as the administrator may see them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from config.read_only_admin import ReadOnlyAdmin
from documents.models import Document


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """Documents."""

    list_display = ("__str__", "publisher", "published_on", "marking", "reliability", "state", "withdrawn_at")
    list_filter = ("state", "marking", "reliability", "kind")
    search_fields = ("title", "publisher", "url")
    exclude = ("search",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Those that this person may see."""
        return Document.objects.visible_to(request.user)
