"""The back room: an administrator looks, decides by the acts, and changes nothing behind their back."""

import pytest

from commitments.models import Change, Claim
from tests.making import a_candidate, a_document, an_accepted_claim

pytestmark = pytest.mark.django_db
LISTS = ["country", "claim", "response", "change"]


@pytest.mark.parametrize(
    "name", [*(f"commitments/{one}" for one in LISTS), "documents/document", "questionnaire/question"]
)
def test_an_administrator_reads_the_lists_and_others_do_not(admin, analyst, name):
    an_accepted_claim()
    assert admin.get(f"/admin/{name}/").status_code == 200
    assert analyst.get(f"/admin/{name}/").status_code == 302


def test_claims_are_shown_and_not_written(admin):
    claim = an_accepted_claim()
    page = f"/admin/commitments/claim/{claim.pk}/change/"
    assert claim.quote in admin.get(page).content.decode()
    assert admin.post(page, {"stance": "against"}).status_code == 403
    assert admin.post(f"/admin/commitments/claim/{claim.pk}/delete/").status_code == 403


def test_a_claim_is_accepted_by_the_same_act_as_in_the_queue(admin):
    claim = a_candidate()
    admin.post("/admin/commitments/claim/", {"action": "accept", "_selected_action": [claim.pk]})
    entry = Change.objects.latest("sequence")
    assert (entry.kind, entry.actor, entry.evidence) == ("claim_accepted", admin.user, [claim.pk])
    page = admin.post("/admin/commitments/claim/", {"action": "reject", "_selected_action": [claim.pk]}, follow=True)
    assert f"claim {claim.pk} is accepted, by ada" in page.content.decode()
    assert Claim.objects.get().state == "accepted"


def test_a_corrected_country_is_in_the_log_with_the_person(admin):
    page = admin.get("/admin/commitments/country/CH/change/")
    fields = {name: value for name, value in page.context["adminform"].form.initial.items() if value is not None}
    admin.post("/admin/commitments/country/CH/change/", {**fields, "capital": "Berne"})
    entry = Change.objects.latest("sequence")
    assert (entry.kind, entry.actor, entry.after["capital"]) == ("country_changed", admin.user, "Berne")


def test_an_administrator_of_lesser_clearance_sees_no_more_here_than_elsewhere(admin):
    claim = an_accepted_claim(document=a_document("They would send soldiers.", marking="RED"))
    admin.user.clearance = "AMBER"
    admin.user.save()
    assert admin.get(f"/admin/commitments/claim/{claim.pk}/change/").status_code == 302
    for name in ("commitments/claim", "commitments/change", "documents/document"):
        assert "They would send" not in admin.get(f"/admin/{name}/").content.decode()
    assert not Change.objects.exclude(kind__startswith="co").filter(pk__in=shown(admin)).exists()


def shown(admin):
    return [entry.pk for entry in admin.get("/admin/commitments/change/?all=").context["cl"].result_list]
