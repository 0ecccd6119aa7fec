"""Each rule of the models is a constraint that the database keeps by itself, and it says the same as the codebook."""

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from commitments import models, responses
from commitments.values import value_columns
from questionnaire.codebook import RULES, Kind, claim_errors
from questionnaire.codes import Condition, Stance, Status, Topic
from questionnaire.models import Question
from tests.making import a_candidate, a_document, a_person, an_accepted_claim

pytestmark = pytest.mark.django_db

CODED = [
    ("codes", {"topic": "weather"}),
    ("codes", {"codes": ["FR"]}),
    ("codes", {"topic": "sanctions", "codes": ["airlift"]}),
    ("codes", {"topic": "sanctions", "codes": []}),
    ("codes", {"topic": "partners", "stance": "", "codes": []}),
    ("codes", {"places": ["Odesa"]}),
    ("conditions", {"stance": "conditional", "conditions": ["weather"]}),
    ("stance", {"stance": "conditional", "conditions": []}),
    ("stance", {"stance": "favor", "conditions": ["mandate"]}),
    ("stance", {"stance": ""}),
    ("stance", {"topic": "force_size", "stance": "favor"}),
    ("status", {"stance": "against", "status": "pledged"}),
    ("status", {"topic": "guarantee", "codes": ["maritime"], "status": "pledged"}),
    ("columns", {"months_min": 3}),
    ("columns", {"topic": "aid", "category": ""}),
    ("columns", {"open_ended": True}),
    ("horizon", {"topic": "us_support", "codes": ["airlift"], "horizon": "forever"}),
    ("domain", {"topic": "deployment", "stance": "", "domain": "moon", "places": ["Odesa"]}),
    ("category", {"topic": "aid", "category": "gold"}),
    ("amount", {"topic": "aid", "category": "package", "amount": 5}),
    ("amount", {"topic": "aid", "category": "package", "currency": "EUR"}),
    ("amount", {"topic": "aid", "category": "package", "amount": 5, "currency": "euro"[:3]}),
    ("ranges", {"personnel_min": 5, "personnel_max": 3}),
    ("ranges", {"topic": "duration", "stance": "", "months_min": 5, "months_max": 3}),
    ("above_zero", {"personnel_min": 0}),
    ("above_zero", {"topic": "aid", "category": "drones", "quantity": 0}),
]
PUBLISHED = {"number": 9, "status": "published", "publisher_id": "other", "reason": "new_source"}
OTHERS = [
    ("claim_attribution", "claim", {"attribution": "rumour"}),
    ("claim_reason", "claim", {"reason": "because"}),
    ("claim_credibility", "claim", {"credibility": 7}),
    ("claim_confidence", "claim", {"confidence": 1.5}),
    ("claim_state", "claim", {"state": "odd"}),
    ("claim_change_says_why", "claim", {"reason": ""}),
    ("claim_restates_another", "claim", {"restates_id": 10_000_000}),
    ("claim_quote_has_length", "claim", {"start": 0, "end": 0, "quote": ""}),
    ("claim_counts_from_its_day", "claim", {"effective_on": "2025-03-01"}),
    ("claim_decision_is_dated", "claim", {"decided_at": None}),
    ("standing_claim_once", "standing", {}),
    ("standing_times_in_order", "standing", {"known_until": "2020-01-01T00:00Z"}),
    ("standing_day_has_come", "standing", {"effective_on": "2999-01-01", "known_until": "2999-01-01T00:00Z"}),
    ("standing_recorded_first", "standing", {"recorded_at": "2998-01-01T00:00Z", "known_until": "2999-01-01T00:00Z"}),
    ("showing_response_once", "showing", {}),
    ("showing_times_in_order", "showing", {"known_until": "2020-01-01T00:00Z"}),
    ("tally_once", "tally", {"known_until": "2999-01-01T00:00Z"}),
    ("tally_now_once", "tally", {"known_from": "2999-01-01T00:00Z"}),
    ("change_by_a_person_has_a_reason", "change", {"reason": ""}),
    ("country_iso2_is_one", "country", {"iso2": "x1", "iso3": "X", "name": "X", "tile_col": 99}),
    ("country_tile_once", "country", {"iso2": "XX", "iso3": "X", "name": "X"}),
    ("actor_once", "actor", {}),
    ("actor_dates_in_order", "actor", {"name": "X", "since": "2025-01-02", "until": "2025-01-01"}),
    ("citation_once", "citation", {}),
    ("passage_once", "topicpassage", {}),
    ("passage_has_length", "topicpassage", {"end": 0}),
    ("recheck_once", "recheck", {}),
    ("answer_topic_once", "answer", {}),
    ("response_number_once", "response", {**PUBLISHED, "number": 1, "status": "superseded"}),
    ("response_open_once", "response", {"number": 9}),
    ("response_published_once", "response", {**PUBLISHED, "country_id": "FR"}),
    ("response_stance_only_if_answered", "response", {"number": 9, "state": "declined"}),
    ("response_state", "response", {"number": 9, "state": "odd", "stance": ""}),
    ("response_published_by_somebody_for_a_reason", "response", {**PUBLISHED, "reason": ""}),
    ("response_second_pair_of_eyes", "response", {**PUBLISHED, "publisher_id": "author"}),
]
KINDS = [models.Claim, models.Answer, models.Response, models.Citation, models.Standing, models.Showing, models.Tally]
KINDS += [models.Change, models.Country, models.Actor, models.TopicPassage, models.Recheck]


@pytest.fixture
def rows(reference):
    """A row of each kind: an answer of France that is published, one of Britain that was handed in."""
    people = {"author": a_person("anna", Role.ANALYST), "other": a_person("rita", Role.REVIEWER)}
    for country in ("FR", "GB"):
        claim = an_accepted_claim(country)
        question = Question.objects.get(number=2)
        draft = responses.open_draft(models.Country.objects.get(pk=country), question, by=people["author"])
        fields = {
            "state": "answered",
            "stance": "favor",
            "summary": "Yes.",
            "claims": [claim.pk],
            "troops.stance": "favor",
        }
        draft = responses.save_draft(draft.pk, fields, by=people["author"], version=draft.version)
        draft = responses.hand_in(draft.pk, by=people["author"], version=draft.version)
        if country == "FR":
            responses.publish(draft.pk, by=people["other"], version=draft.version, reason="new_source")
    models.Actor.objects.create(code="GB", kind="name", name="Britain")
    models.TopicPassage.objects.create(document=claim.document, start=0, end=5, topic="troops")
    models.Recheck.objects.create(document=claim.document, claim=claim, found=True)
    return {name: person.pk for name, person in people.items()}


def refusal(table, changes) -> str:
    """The constraint that refuses a copy of the table's last row with these changes; empty where none does."""
    model = next(kind for kind in KINDS if kind._meta.model_name == table)
    numbers = {"change": "sequence"}.get(table, "id")
    fresh = {
        "country": {},
        "change": dict.fromkeys(("number_clear", "number_green", "number_amber", "number_amber_strict")),
    }
    key = {} if table == "country" else {numbers: 10_000_000}
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table}"
                    f" SELECT (jsonb_populate_record(NULL::{model._meta.db_table}, to_jsonb(x) || %s)).* FROM"
                    f" (SELECT * FROM {model._meta.db_table} ORDER BY {model._meta.pk.column} DESC LIMIT 1) x",
                    [json.dumps({**key, **fresh.get(table, {}), **changes})],
                )
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True)
        except IntegrityError as error:
            return error.__cause__.diag.constraint_name
    return ""


def test_each_rule_of_the_codebook_is_kept_for_claims_and_answers(rows):
    for table in ("claim", "answer"):
        found = [(refusal(table, changes), changes) for _, changes in CODED]
        assert found == [(f"{table}_{name}", changes) for name, changes in CODED]


def test_each_other_rule_is_kept(rows):
    wanted = [
        (name, table, {c: rows.get(v, v) if isinstance(v, str) else v for c, v in changes.items()})
        for name, table, changes in OTHERS
    ]
    assert [(refusal(table, changes), table, changes) for _, table, changes in wanted] == wanted


def test_no_rule_is_without_its_case():
    has_case = {f"{table}_{name}" for name, _ in CODED for table in ("claim", "answer")} | {name for name, *_ in OTHERS}
    # A topic that is none breaks the rule on the topic's codes first.
    implied = {"claim_topic", "answer_topic"}
    assert {one.name for kind in KINDS for one in kind._meta.constraints} - implied == has_case


numbers = st.none() | st.integers(0, 3)
FIELDS = {
    Kind.INTEGER: numbers,
    Kind.DECIMAL: numbers.map(lambda number: None if number is None else Decimal(number)),
    Kind.BOOLEAN: st.sampled_from([None, True, False]),
    Kind.CURRENCY: st.sampled_from([None, "EUR", "USD"]),
    Kind.TEXT: st.sampled_from([None, "radars"]),
    Kind.TEXTS: st.sampled_from([[], ["Odesa"]]),
    Kind.COUNTRIES: st.sampled_from([[], ["FR"], ["FR", "TR"]]),
}


def values(rule):
    def of(field):
        if field.kind is Kind.CODES:
            return st.lists(st.sampled_from(list(field.codes)).map(str), max_size=2, unique=True)
        return st.sampled_from([None, *map(str, field.codes)]) if field.kind is Kind.CODE else FIELDS[field.kind]

    return st.fixed_dictionaries({field.name: of(field) for field in rule.fields})


@pytest.mark.usefixtures("reference")
def test_the_codebooks_rules_and_the_databases_agree():
    base = a_candidate(document=a_document())

    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        coding=st.sampled_from(Topic).flatmap(lambda topic: st.tuples(st.just(topic), values(RULES[topic]))),
        stance=st.sampled_from([None, *map(str, Stance)]),
        status=st.sampled_from([None, None, *map(str, Status)]),
        conditions=st.lists(st.sampled_from(Condition).map(str), max_size=2, unique=True),
    )
    def agree(coding, stance, status, conditions):
        topic, value = coding
        errors = claim_errors(topic=topic, stance=stance, status=status, conditions=conditions, value=value)
        columns = {"topic": topic.value, "stance": stance or "", "status": status or "", "conditions": conditions}
        assert (not errors) == (not refusal("claim", {**columns, **plain(value_columns(topic, value))})), errors

    agree()
    assert base.state == "candidate"


def plain(columns):
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in columns.items()}
