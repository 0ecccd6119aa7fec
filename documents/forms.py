"""Forms of documents."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser

from accounts.markings import Marking, visible_markings
from accounts.models import User
from documents.browsing import choices_of
from documents.curating import Description, edition_of
from documents.intake import Particulars
from documents.models import Document
from documents.querysets import DocumentQuerySet
from questionnaire.codes import Reliability

GRADES = [(grade.value, grade.label) for grade in Reliability]


class FileInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, empty ones among them: those are named on the batch's page."""

    widget = FileInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files as they came."""
        return list(data or [])


class ImportForm(forms.Form):
    """Files, links, and what is said of all of them."""

    uploads = FilesField(
        required=False, label="Files", help_text="Text, HTML, PDF with a text layer, DOCX or JSON; several at once."
    )
    links = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="Addresses of web pages or PDF files, one a line.",
    )
    publisher = forms.CharField(required=False, max_length=200, help_text="Empty: as the document says.")
    published_on = forms.DateField(
        required=False,
        label="Published on",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Empty: as the document says.",
    )
    url = forms.CharField(
        required=False,
        label="Address",
        widget=forms.URLInput,
        help_text="Where a single file was published. Links bring their own.",
    )
    marking = forms.ChoiceField(
        label="Marking",
        initial=Marking.CLEAR,
        help_text="Traffic Light Protocol: who may see it, and all drawn from it.",
    )
    reliability = forms.ChoiceField(
        label="Source reliability", choices=GRADES, initial=Reliability.F.value, help_text="Admiralty grade."
    )

    def __init__(self, *args: Any, by: User, too_large: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large or []
        seen = visible_markings(by)
        field = self.fields["marking"]
        field.choices = [choice for choice in Marking.choices if choice[0] in seen]  # type: ignore[attr-defined]

    def clean_links(self) -> list[str]:
        """The links, each once."""
        return list(dict.fromkeys(self.cleaned_data["links"].split()))

    def clean(self) -> dict[str, Any]:
        """Something to import, and an address only for a single file."""
        given = self.cleaned_data
        files, links = given.get("uploads", []), given.get("links", [])
        count = len(files) + len(links) + len(self.too_large)
        if not count:
            self.add_error("uploads", "Choose a file, or give a link.")
        if given.get("url") and (links or count > 1):
            self.add_error("url", f"An address is for a single file, and there are {count} files and links.")
        try:
            self.particulars = Particulars(
                publisher=given.get("publisher", ""),
                published_on=given.get("published_on"),
                url=given.get("url", ""),
                marking=given.get("marking", Marking.CLEAR),
                reliability=given.get("reliability", Reliability.F.value),
            )
        except ValueError as error:
            self.add_error("url", str(error))
        return given


class DescriptionForm(forms.Form):
    """What is said of a document after its import."""

    title = forms.CharField(required=False, max_length=500)
    publisher = forms.CharField(required=False, max_length=200)
    url = forms.CharField(required=False, max_length=2000, label="Address", widget=forms.URLInput)
    published_on = forms.DateField(
        required=False, label="Published on", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reliability = forms.ChoiceField(label="Source reliability", choices=GRADES)
    edition = forms.CharField(widget=forms.HiddenInput)

    @property
    def description(self) -> Description:
        """What a valid form says."""
        given = self.cleaned_data
        return Description(
            title=given["title"],
            publisher=given["publisher"],
            url=given["url"],
            published_on=given["published_on"],
            reliability=given["reliability"],
        )

    @classmethod
    def of(cls, document: Document) -> "DescriptionForm":
        """The form as it stands for this document."""
        names = ("title", "publisher", "url", "published_on", "reliability")
        return cls(initial={**{name: getattr(document, name) for name in names}, "edition": edition_of(document)})


class MarkingForm(forms.Form):
    """A marking within the person's own clearance."""

    marking = forms.ChoiceField(help_text="Everything that is drawn from the document follows at once.")
    why = forms.CharField(required=False, max_length=500, label="Reason")

    def __init__(self, *args: Any, by: User | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible_markings(by)
        field = self.fields["marking"]
        field.choices = [choice for choice in Marking.choices if choice[0] in seen]  # type: ignore[attr-defined]


class BrowseForm(forms.Form):
    """What the list of documents is filtered by."""

    q = forms.CharField(required=False, max_length=200, label="Words", widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(required=False, choices=[("", "any"), *Document.State.choices])
    kind = forms.ChoiceField(required=False, choices=[("", "any"), *Document.Kind.choices])
    publisher = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False)
    marking = forms.ChoiceField(required=False)
    since = forms.DateField(required=False, label="Published from", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="Published until", widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, given: Any, *, documents: DocumentQuerySet, user: User | AnonymousUser) -> None:
        super().__init__(given)
        seen = visible_markings(user)
        offered = {
            "publisher": [(name, name) for name in choices_of(documents, "publisher")],
            "language": [(code, code) for code in choices_of(documents, "language")],
            "marking": [choice for choice in Marking.choices if choice[0] in seen],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", "any"), *choices]  # type: ignore[attr-defined]
