"""The form by which cells are given to a person."""

from django import forms

from accounts.models import User
from accounts.roles import Act, may


class AssignForm(forms.Form):
    """To whom, and by when."""

    person = forms.ChoiceField(required=False, label="Give to")
    due_on = forms.DateField(
        required=False, label="Due on", widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )

    def __init__(self, *args: object, **like: object) -> None:
        super().__init__(*args, **like)  # type: ignore[arg-type]  # handed on
        self.people = {person.username: person for person in writers()}
        names = [(name, name) for name in self.people]
        self.fields["person"].choices = [("", "Nobody"), *names]  # type: ignore[attr-defined]  # a ChoiceField


def writers() -> list[User]:
    """The people who write answers, by name."""
    people = User.objects.filter(is_active=True).prefetch_related("groups").order_by("username")
    for person in people:
        # Asked for once for all of them, not once for each.
        person.group_names = [group.name for group in person.groups.all()]
    return [person for person in people if may(person, Act.ANSWER)]
