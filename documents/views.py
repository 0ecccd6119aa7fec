"""Pages of documents that need nothing of what is drawn from them."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import needs
from accounts.markings import visible_markings
from accounts.models import User
from accounts.roles import Act
from documents.batches import retry_item, submit
from documents.forms import ImportForm
from documents.intake import RefusedError
from documents.models import ImportBatch
from documents.progress import progress_of
from documents.uploads import LimitedUploads

RECENT = 10


# The token is in the body, and before the body is read the uploads must have their handler.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponseBase:
    """Choose files and links to import; afterwards on to the batch's page."""
    uploads = LimitedUploads(request)
    request.upload_handlers = [uploads]
    return _import_page(request, uploads)


@csrf_protect
@needs(Act.IMPORT)
def _import_page(request: HttpRequest, uploads: LimitedUploads) -> HttpResponse:
    by: User = request.user  # type: ignore[assignment]  # may import, so has signed in
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES, by=by, too_large=uploads.too_large)
        if form.is_valid():
            batch = submit(
                files=form.cleaned_data["uploads"],
                too_large=uploads.too_large,
                links=form.cleaned_data["links"],
                particulars=form.particulars,
                by=by,
            )
            return redirect("import_batch", batch.pk)
    else:
        form = ImportForm(by=by)
    failed = Q(items__document__state="failed") | ~Q(items__error="")
    batches = by.import_batches.annotate(size=Count("items"), failed=Count("items", filter=failed))[:RECENT]
    most = settings.MAX_DOCUMENT_BYTES // 2**20
    status = 400 if form.errors else 200
    return render(request, "documents/import.html", {"form": form, "batches": batches, "most": most}, status=status)


@require_safe
@needs(Act.IMPORT)
def import_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a batch is: counts, rate, what failed; the part that changes alone for htmx."""
    batch = _batch(request, pk)
    seen = visible_markings(request.user)
    items = list(batch.items.select_related("document").defer("document__text", "document__search"))
    hidden = {item.pk for item in items if item.document and item.document.marking not in seen}
    page = "documents/_batch.html" if request.headers.get("HX-Request") else "documents/batch.html"
    shown = {"batch": batch, "items": items, "hidden": hidden, "progress": progress_of(batch, items)}
    return render(request, page, shown)


@require_POST
@needs(Act.IMPORT)
def import_retry(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Try one failed item again."""
    batch = _batch(request, pk)
    found = batch.items.select_related("document").filter(pk=item).first()
    if found is None:
        raise Http404(f"There is no item {item} in import {pk}.")
    try:
        retry_item(found)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("import_batch", batch.pk)


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    batch = ImportBatch.objects.filter(pk=pk, imported_by=request.user.pk).first()
    if batch is None:
        raise Http404(f"There is no import {pk} of yours.")
    return batch
