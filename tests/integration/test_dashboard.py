"""The dashboard, read by a stranger."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.making import a_document, an_accepted_claim

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def page(client, address="/"):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return " ".join(answer.content.decode().split())


def queries(client, address="/"):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page(client, address)
    return len(captured)


def test_an_accepted_claim_colours_the_tile_of_its_country(stranger):
    an_accepted_claim("GB", "troops", stance="conditional", conditions=["ceasefire"])
    assert "United Kingdom: Conditional, since 2 Mar 2025" in page(stranger)
    assert "United Kingdom: No position" in page(stranger, "/?as_of=2025-03-01")
    assert "United Kingdom: No position" in page(stranger, "/?known_at=2025-03-02")


def test_the_map_shows_the_topic_asked_for(stranger):
    an_accepted_claim("GB", "sanctions", stance="against")
    assert "United Kingdom: Against" in page(stranger, "/?topic=sanctions")
    assert "United Kingdom: Against" not in page(stranger)


def test_what_ukraine_asks_for_is_no_offer(stranger):
    an_accepted_claim("UA", "aid", status="pledged", value={"amount": 10**9, "currency": "EUR"})
    shown = page(stranger, "/?topic=aid")
    assert "Ukraine: Asks for it" in shown
    assert "€ 0" in shown


def test_offers_are_set_against_the_sizes_held_necessary(stranger):
    an_accepted_claim("FR", value={"personnel_min": 5000, "personnel_max": 10_000})
    an_accepted_claim("GB", "force_size", value={"personnel_min": 30_000, "personnel_max": 30_000})
    shown = page(stranger, "/?rotation=2")
    assert "5\u201310 thousand" in shown
    assert "60 000" in shown


def test_the_matrix_is_narrowed_and_sorted_by_its_address(stranger):
    an_accepted_claim("NO", stance="favor")
    an_accepted_claim("DK", stance="against")
    shown = page(stranger, "/?region=Nordic&stance=favor&stance=against&sort=q2")
    assert "2 of 48 countries" in shown
    rows = shown[shown.index('class="table matrix"') :]
    assert rows.index(">Norway<") < rows.index(">Denmark<")


def test_a_filter_that_nobody_fits_says_so(stranger):
    assert "No country fits these filters" in page(stranger, "/?region=Baltic&stance=favor")


@pytest.mark.parametrize(
    "wrong", ["topic=weather", "region=Atlantis", "member=un", "stance=maybe", "sort=size", "rotation=0", "rotation=x"]
)
def test_a_wrong_choice_is_named(stranger, wrong):
    answer = stranger.get(f"/?{wrong}")
    assert answer.status_code == 400
    assert f"{wrong.partition('=')[0]}: " in answer.content.decode()


def test_a_reader_steps_to_the_days_on_which_something_changed(stranger):
    an_accepted_claim("GB")
    for day, stance in (("2025-02-20", "favor"), ("2025-03-20", "favor"), ("2025-04-01", "against")):
        source = a_document(f"Said on {day}.", published_on=day)
        an_accepted_claim("FR", "sanctions", document=source, stance=stance, stated_on=None)
    shown = page(stranger, "/?as_of=2025-03-02&topic=aid")
    assert 'href="?as_of=2025-02-20&amp;topic=aid"' in shown
    assert 'href="?as_of=2025-04-01&amp;topic=aid"' in shown


def test_what_changed_goes_from_one_stance_to_another(stranger):
    an_accepted_claim(
        "GB", stance="undecided", document=a_document("Too early.", published_on="2025-02-20"), stated_on=None
    )
    claim = an_accepted_claim("GB", stance="favor")
    shown = page(stranger)
    changed = shown[shown.index('id="changed"') :]
    assert changed.index("Undecided") < changed.index("In favour") < changed.index(f"#claim-{claim.pk}")


def test_a_claim_from_a_marked_document_is_shown_to_those_who_may_see_it(stranger, analyst):
    an_accepted_claim("GB", document=a_document("Said in confidence.", marking="AMBER"))
    assert "United Kingdom: No position" in page(stranger)
    assert "TLP:AMBER<" not in page(stranger)
    assert "United Kingdom: In favour" in page(analyst)
    assert "TLP:AMBER<" in page(analyst)


def test_the_queries_do_not_grow_with_the_claims(stranger):
    an_accepted_claim("GB", stance="undecided", document=a_document("Too early."), stated_on=None)
    an_accepted_claim("GB", stance="favor")
    one = queries(stranger)
    for country in ("FR", "DE", "NO", "DK", "SE", "FI", "PL", "EE", "LV"):
        an_accepted_claim(country, stance="undecided", document=a_document(f"Too early for {country}."), stated_on=None)
        an_accepted_claim(country, stance="favor")
    assert queries(stranger) == one <= 12
