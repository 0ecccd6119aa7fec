"""The rules of the codebook take whatever comes from outside, and name what is wrong with it."""

import pytest

from questionnaire.codebook import claim_errors

LEGAL = {
    "topic": "aid",
    "stance": "favor",
    "status": "pledged",
    "conditions": [],
    "value": {"category": "drones", "item": "drones", "quantity": 5, "amount": 1.5, "currency": "EUR"},
}


def test_a_legal_claim_has_no_errors():
    assert claim_errors(**LEGAL) == []


@pytest.mark.parametrize("given", [[], {}, 7, 1.5, True, "keen", "\0"])
@pytest.mark.parametrize("field", ["topic", "stance", "status"])
def test_a_code_of_any_other_shape_is_named(field, given):
    assert any(error.startswith(field) for error in claim_errors(**{**LEGAL, field: given}))


@pytest.mark.parametrize("given", [[[]], [{}], [7], [None], ["luck"]])
def test_a_condition_of_any_other_shape_is_named(given):
    assert any(error.startswith("conditions") for error in claim_errors(**{**LEGAL, "conditions": given}))


@pytest.mark.parametrize(
    ("field", "given"),
    [
        *(("category", given) for given in ([], {}, 7, "guns")),
        *(("quantity", given) for given in (0, -1, 1.5, True, "5", [5], float("nan"))),
        *(("amount", given) for given in (0, -1, True, "5", float("inf"), float("nan"))),
        *(("currency", given) for given in ("euro", 7, ["EUR"])),
    ],
)
def test_a_value_of_any_other_shape_is_named(field, given):
    value = {**LEGAL["value"], field: given}
    assert any(error.startswith(f"value.{field}") for error in claim_errors(**{**LEGAL, "value": value})), given
