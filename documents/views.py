"""Pages of documents that need nothing of what is drawn from them."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, requires
from accounts.markings import visible_markings
from accounts.roles import Act
from documents.batches import retry_item, submit
from documents.browsing import Shelf, shelf_of
from documents.curating import CuratingError, describe, mark, reinstate, withdraw
from documents.forms import BrowseForm, DescriptionForm, ImportForm, MarkingForm
from documents.intake import RefusedError
from documents.models import Document, ImportBatch
from documents.pictures import PictureError, page_picture
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
@requires(Act.IMPORT)
def _import_page(request: HttpRequest, uploads: LimitedUploads) -> HttpResponse:
    by = person(request)
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
    counted = by.import_batches.annotate(size=Count("items"), failed=Count("items", filter=failed))
    batches = counted.order_by("-pk")[:RECENT]
    most = settings.MAX_DOCUMENT_BYTES // 2**20
    status = 400 if form.errors else 200
    return render(request, "documents/import.html", {"form": form, "batches": batches, "most": most}, status=status)


@require_safe
@requires(Act.IMPORT)
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
@requires(Act.IMPORT)
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


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """All documents that the visitor may see, newest first, searched and filtered."""
    visible = Document.objects.visible_to(request.user)
    form = BrowseForm(request.GET, documents=visible, user=request.user)
    shelf = shelf_of(visible, form.cleaned_data) if form.is_valid() else Shelf([], None)
    given = request.GET.copy()
    if shelf.older:
        given["before"] = str(shelf.older)
    shown = {"form": form, "shelf": shelf, "older": given.urlencode() if shelf.older else ""}
    return render(request, "documents/list.html", shown, status=200 if form.is_valid() else 400)


@require_safe
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes as they came, to be saved, never to be shown as a page of this site."""
    document = _visible(request, pk)
    response = FileResponse(
        document.original.open("rb"),
        as_attachment=True,
        filename=document.file_name or f"document-{pk}",
        content_type="application/octet-stream",
    )
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def page(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A page of a PDF as a picture. The bytes never change, so the browser may keep it; it asks again each time."""
    document = _visible(request, pk)
    if document.media_type != "application/pdf":
        raise Http404(f"Document {pk} has no pages to be shown.")
    tag = f'"{document.sha256}-{number}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        try:
            with document.original.open("rb") as file:
                response = HttpResponse(page_picture(file.read(), number), content_type="image/png")
        except PictureError as error:
            raise Http404(f"Document {pk}: {error}.") from error
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
@requires(Act.IMPORT)
def description(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what is said of the document."""
    form = DescriptionForm(request.POST)
    if form.is_valid():
        act = partial(describe, pk, form.description, by=person(request), seen=form.cleaned_data["edition"])
        _act(request, act, "The description is saved.")
    else:
        _say_errors(request, form)
    return redirect("document", pk)


@require_POST
@requires(Act.MARK)
def marking(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the document's marking."""
    form = MarkingForm(request.POST, by=request.user)
    if form.is_valid():
        given = form.cleaned_data
        act = partial(mark, pk, given["marking"], by=person(request), why=given["why"])
        _act(request, act, f"The document is marked TLP:{given['marking']}.")
    else:
        _say_errors(request, form)
    return redirect("document", pk)


@require_POST
@requires(Act.MARK)
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the document, or take that back."""
    if "reinstate" in request.POST:
        _act(request, lambda: reinstate(pk, by=person(request)), "The document is no longer withdrawn.")
    else:
        why = request.POST.get("why", "")
        _act(request, lambda: withdraw(pk, by=person(request), why=why), "The document is withdrawn.")
    return redirect("document", pk)


def _act(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except (CuratingError, RefusedError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


def _say_errors(request: HttpRequest, form: Form) -> None:
    for name, errors in form.errors.items():
        messages.error(request, f"{form.fields[name].label or name.capitalize()}: {' '.join(map(str, errors))}")


def _visible(request: HttpRequest, pk: int) -> Document:
    document = Document.objects.visible_to(request.user).without_text().filter(pk=pk).first()
    if document is None:
        raise Http404(f"There is no document {pk}, or you may not see it.")
    return document
