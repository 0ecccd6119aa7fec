"""Whatever people do, in whatever order: the query at any two times says what a replay of the log says."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from accounts.markings import up_to
from accounts.roles import Role
from commitments import answers as the_answers
from commitments import positions as the_positions
from commitments import responses, review
from commitments.changes import entries
from commitments.models import Change, Claim, Country, Response
from commitments.recording import Coding
from documents.models import Document
from questionnaire.codebook import empty_value
from questionnaire.codes import ChangeReason, Topic
from questionnaire.models import Question
from tests.integration.commitments import replay
from tests.making import a_candidate, a_document, a_person

COUNTRIES = ["GB", "PL"]
QUESTIONS = [2, 3, 6]
PEOPLE = {"anna": Role.ANALYST, "adam": Role.ANALYST, "rita": Role.REVIEWER, "ralf": Role.REVIEWER}
FIRST = date(2025, 2, 1)
HISTORY = "commitments_change, commitments_response, commitments_claim, commitments_tally, documents_document"

countries = st.sampled_from(COUNTRIES)
days = st.integers(0, 70).map(lambda n: FIRST + timedelta(days=n))
markings = st.sampled_from(["CLEAR", "CLEAR", "CLEAR", "AMBER", "RED"])
clearances = st.sampled_from(["CLEAR", "AMBER", "RED"])
names = st.sampled_from(list(PEOPLE))
reasons = st.sampled_from(list(ChangeReason)).map(str)
stances = st.sampled_from(["favor", "conditional", "undecided", "against"])
which = st.integers(0, 1_000)


@st.composite
def codings(draw):
    """What a claim says: on topics with a stance and on one without."""
    topic = draw(st.sampled_from(["troops", "troops", "participation", "force_size", "sanctions"]))
    value = {
        "force_size": {"personnel_min": draw(st.sampled_from([10_000, 30_000]))},
        "sanctions": {"measures": ["energy"]},
    }
    stance = draw(stances) if topic != "force_size" else None
    return {
        "topic": topic,
        "stance": stance,
        "conditions": ["mandate"] if stance == "conditional" else [],
        "value": value.get(topic, {}),
        "stated_on": draw(days),
        "credibility": draw(st.integers(1, 6)),
    }


def are_there(model):
    return lambda _: model.objects.exists()


class History(RuleBasedStateMachine):
    """Several people import, decide, edit, answer and publish; readers look at random."""

    @initialize()
    def begin(self):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL session_replication_role = replica; TRUNCATE {HISTORY} CASCADE")
        self.people = {name: a_person(name, role) for name, role in PEOPLE.items()}
        self.texts = 0

    def pick(self, model, number):
        rows = list(model.objects.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(country=countries, coding=codings(), marking=markings, accepted=st.booleans())
    def import_a_statement(self, country, coding, marking, accepted):
        self.texts += 1
        document = a_document(f"Statement number {self.texts} of the government.", marking=marking)
        claim = a_candidate(country, document=document, **coding)
        if accepted:
            review.accept(claim.pk, by=self.people["anna"])

    @precondition(are_there(Claim))
    @rule(number=which, act=st.sampled_from(["accept", "reject", "undo", "retract"]), name=names, reason=reasons)
    def decide(self, number, act, name, reason):
        claim, by = self.pick(Claim, number), self.people[name]
        more = {"undo": {}, "reject": {}, "accept": {"reason": reason}, "retract": {"reason": reason, "note": "Wrong."}}
        with suppress(review.DecisionError):
            getattr(review, act)(claim.pk, by=by, **more[act])

    @precondition(are_there(Claim))
    @rule(number=which, country=countries, coding=codings(), reason=reasons)
    def edit(self, number, country, coding, reason):
        claim = self.pick(Claim, number)
        coding["value"] = {**empty_value(Topic(coding["topic"])), **coding["value"]}
        new = Coding(country=country, status=None, attribution="document", **coding)
        review.edit(claim.pk, new, by=self.people["adam"], version=claim.version, reason=reason)

    @precondition(are_there(Document))
    @rule(number=which, marking=markings, reliability=st.sampled_from("ABC"))
    def describe_anew(self, number, marking, reliability):
        with transaction.atomic():
            Document.objects.filter(pk=self.pick(Document, number).pk).update(marking=marking, reliability=reliability)

    @precondition(are_there(Document))
    @rule(number=which)
    def withdraw(self, number):
        document = self.pick(Document, number)
        with transaction.atomic():
            Document.objects.filter(pk=document.pk, withdrawn_at=None).update(
                withdrawn_at=document.created_at, withdrawn_why="The publisher took it back."
            )

    @rule(
        cell=st.tuples(countries, st.sampled_from(QUESTIONS)),
        stance=stances,
        day=days,
        state=st.sampled_from(["answered", "answered", "none_found"]),
        on_topic=st.booleans(),
    )
    def write(self, *, cell, stance, day, state, on_topic):
        by, country, question = self.people["anna"], cell[0], Question.objects.get(number=cell[1])
        draft = responses.open_draft(Country.objects.get(pk=country), question, by=by)
        if draft.status != "draft":
            return
        fields = {"state": state, "effective_on": f"{day}", "looked_at": f"{day}", "stance": "", "conditions": []}
        conditions = ["mandate"] if stance == "conditional" else []
        if state == "answered":
            fields |= {"stance": stance, "conditions": conditions, "summary": "So it said."}
        if question.number == 2:
            says = (stance, conditions) if on_topic and state == "answered" else ("", [])
            fields |= dict(zip(("troops.stance", "troops.conditions"), says, strict=True))
        cited = Claim.objects.filter(country=country, state="accepted").order_by("-pk")[:2]
        fields["claims"] = [claim.pk for claim in cited] if state == "answered" else []
        draft = responses.save_draft(draft.pk, fields, by=by, version=draft.version)
        if on_topic:
            with suppress(responses.ResponseError):
                responses.publish(draft.pk, by=self.people["rita"], version=draft.version, reason="new_source")

    @precondition(are_there(Response))
    @rule(
        number=which,
        act=st.sampled_from(["hand_in", "publish", "publish", "publish", "send_back"]),
        name=names,
        reason=reasons,
    )
    def carry_on(self, number, act, name, reason):
        opened = list(Response.objects.filter(status__in=["draft", "in_review"]).order_by("pk"))
        if not opened:
            return
        response, by = opened[number % len(opened)], self.people[name]
        more = {"hand_in": {}, "publish": {"reason": reason}, "send_back": {"note": "Look again."}}
        with suppress(responses.ResponseError):
            getattr(responses, act)(response.pk, by=by, version=response.version, **more[act])

    @rule(as_of=days, clearance=clearances, number=which, then=st.booleans(), shift=st.sampled_from([-1, 0]))
    def look(self, as_of, clearance, number, then, shift):
        entry = self.pick(Change, number)
        compare(up_to(clearance), as_of, entry.at + timedelta(microseconds=shift) if then and entry else None)

    def teardown(self):
        for clearance in ("CLEAR", "AMBER", "RED"):
            compare(up_to(clearance), FIRST + timedelta(days=100), None)
        for entry in Change.objects.order_by("-sequence")[1:9]:
            compare(up_to("RED"), FIRST + timedelta(days=100), entry.at)


def compare(readers, as_of, known_at):
    log = entries(markings=readers, limit=None)
    assert [entry.sequence for entry in log] == list(range(1, len(log) + 1))
    state = replay.held(log, known_at)
    leave_out = set(replay.OF_THE_DOCUMENT) if known_at else set()
    told = {cell: without(one, leave_out) for cell, one in replay.positions(state, as_of).items()}
    found = the_positions.positions(as_of=as_of, known_at=known_at, markings=readers, countries=COUNTRIES)
    assert {(p.country, p.topic): without(plain(p), leave_out) for p in found} == told
    asked = {"as_of": as_of, "known_at": known_at, "markings": readers, "countries": COUNTRIES, "questions": QUESTIONS}
    answered = {(a.country, a.question): plain_answer(a) for a in the_answers.answers(**asked)}
    assert answered == replay.answers(state, as_of, COUNTRIES, QUESTIONS)


def without(shown, names):
    return {name: value for name, value in shown.items() if name not in names}


def plain(position):
    shown = {
        name: getattr(position, name) for name in (*replay.SHOWN, "effective_on", "since", "evidence", "claim_count")
    }
    shown |= {name: getattr(position, name) for name in ("conflict", "age_days", "stale")}
    earlier = position.previous
    shown["previous"] = earlier and (earlier.stance, earlier.effective_on, earlier.claim)
    shown["value"] = {n: str(v) if isinstance(v, Decimal) else v for n, v in position.value.items()}
    return shown


def plain_answer(answer):
    names = (
        "source",
        "state",
        "stance",
        "effective_on",
        "since",
        "evidence",
        "evidence_gone",
        "contradicted_by",
        "age_days",
    )
    shown = {name: getattr(answer, name) for name in (*names, "stale", "conflict")}
    shown["response"] = answer.response and answer.response.pk
    shown["previous"] = answer.previous and answer.previous.response
    return shown


@pytest.mark.usefixtures("transactional_db", "reference")
def test_the_query_at_any_two_times_says_what_a_replay_of_the_log_says():
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phase.generate, Phase.shrink],
        ),
    )
