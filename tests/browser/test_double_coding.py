"""Double coding in the browser: two coders and an adjudicator, each in a browser of their own."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from commitments import double_coding
from commitments.models import CodingPair
from questionnaire.models import Question
from tests.browser.conftest import assert_accessible
from tests.making import a_person

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def people(reference):
    anna, bert = a_person("anna", Role.ANALYST), a_person("bert", Role.ANALYST)
    rita = a_person("rita", Role.REVIEWER)
    double_coding.set_double(Question.objects.get(number=2), on=True, by=rita)
    return anna, bert, rita


def code(page, stance):
    page.get_by_label("Country").select_option("GB")
    page.get_by_role("button", name="Begin a coding").click()
    page.locator("[name='state'][value='answered']").check()
    page.locator(f"[name='stance'][value='{stance}']").check()
    page.get_by_label("Summary").fill(f"It is {stance}.")
    page.get_by_role("button", name="Hand in").click()


def fits(page, width):
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_two_code_and_a_third_settles(open_page, people, width, scheme):
    hers, his, ritas = (open_page(person, "/desk/double/", width=width, color_scheme=scheme) for person in people)
    code(hers, "favor")
    expect(hers.get_by_text("Your coding is handed in")).to_be_visible()
    fits(hers, width)
    code(his, "against")
    expect(his.get_by_text("A reviewer who wrote neither settles")).to_be_visible()
    ritas.reload()
    fits(ritas, width)
    ritas.get_by_role("link", name="Settle", exact=True).click()
    fits(ritas, width)
    for name in ("stance", "summary"):
        ritas.locator(f"[name='pick:{name}'][value='2']").check()
    ritas.get_by_label("Why it is settled so").fill("See the speech.")
    ritas.get_by_role("button", name="Settle").click()
    expect(ritas.get_by_text("Settled by rita")).to_be_visible()
    hers.reload()
    expect(hers.get_by_text("You were overruled in: Stance.")).to_be_visible()
    expect(hers.get_by_text("See the speech.")).to_be_visible()
    fits(hers, width)
    assert CodingPair.objects.get().settled["stance"] == "against"


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_the_form_of_a_coder_is_accessible_and_fits(open_page, people, width, scheme):
    page = open_page(people[0], "/desk/double/", width=width, color_scheme=scheme)
    page.get_by_role("button", name="Begin a coding").click()
    page.locator("[name='state'][value='answered']").check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.troubles.clear()  # the browser reports the 422 of a refused form
    fits(page, width)
