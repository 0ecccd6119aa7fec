"""Whatever a model answers, only quoted and legal claims come through."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.proposals import AnswerError, answer_schema, check_answer
from questionnaire.codebook import claim_errors
from questionnaire.codes import Attribution, Stance, Status, Topic

TEXT = "Norway will send 200 soldiers. Mr. Dahl said so on Monday. 🙂 Nothing else is known of it."
PUBLISHED = date(2025, 3, 2)
LETTERS = "ab é🙂\0"
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(LETTERS, max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(LETTERS, max_size=5), inner, max_size=3),
    max_leaves=8,
)
proposal = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from(["NO", "RU", "XX"]) | anything,
        "topic": st.sampled_from([topic.value for topic in Topic]) | anything,
        "stance": st.sampled_from([stance.value for stance in Stance]) | anything,
        "status": st.sampled_from([status.value for status in Status]) | anything,
        "conditions": st.lists(st.sampled_from(["ceasefire", "luck"]), max_size=2) | anything,
        "value": st.fixed_dictionaries({}, optional={"personnel_max": anything, "forms": anything}) | anything,
        "attribution": st.sampled_from([each.value for each in Attribution]) | anything,
        "speaker": st.sampled_from(["Mr. Dahl", "Nobody"]) | anything,
        "stated_on": st.sampled_from(["2025-03-01", "2026-01-01", "Monday"]) | anything,
        "quote": st.sampled_from(["Norway will send 200 soldiers.", " 🙂 Nothing", "Sweden"]) | anything,
    },
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(st.fixed_dictionaries({"claims": st.lists(proposal, max_size=4)}))
def test_what_comes_through_is_quoted_and_legal(answer):
    proposals = check_answer(answer, TEXT, published_on=PUBLISHED)
    for claim in proposals.claims:
        assert TEXT[claim.start : claim.end] == claim.quote
        assert claim.country == "NO"
        assert claim.stated_on is None or claim.stated_on <= PUBLISHED
        assert not claim_errors(
            topic=claim.topic,
            stance=claim.stance,
            status=claim.status,
            conditions=list(claim.conditions),
            value=claim.value,
        )
    assert len(proposals.claims) + len(proposals.refused) <= len(answer["claims"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything)
def test_an_answer_of_another_form_is_one_named_error(answer):
    try:
        check_answer(answer, TEXT, published_on=None)
    except AnswerError as error:
        assert "claims" in str(error)  # noqa: PT017 - an answer may be in the form by chance


def test_the_schema_leaves_nothing_open():
    def objects(schema):
        if isinstance(schema, dict):
            if schema.get("type") == "object":
                yield schema
            for inner in schema.values():
                yield from objects(inner)
        elif isinstance(schema, list):
            for inner in schema:
                yield from objects(inner)

    found = list(objects(answer_schema()))
    assert len(found) == 1 + 2 * len(Topic)
    for each in found:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])
