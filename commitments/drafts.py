"""A draft of an answer: flat fields as typed, and what they amount to by the codebook.

Field names are those of the answer (`summary`, `conditions`, …) and, for each topic of the
question, `topic.field` (`troops.stance`, `troops.personnel_min`, …). Values are as a form sends
them: a string, or a list of strings for what holds several. Typed values are taken, too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from commitments.models import Response
from questionnaire.codebook import RULES, Kind, TopicRule, ValueField, claim_errors
from questionnaire.codes import AnswerState, Basis, Bindingness, Condition, Stance, Topic
from questionnaire.models import Question

DraftValue = str | int | float | bool | list[str] | list[int] | None

CODED = {"state": AnswerState, "stance": Stance, "basis": Basis, "bindingness": Bindingness}
TEXTS = ("summary", "uncertainty")
DATES = ("effective_on", "looked_at")
LISTS = ("conditions", "claims")
OWN_FIELDS = (*CODED, *TEXTS, *DATES, *LISTS, "official_reply")
TOPIC_FIELDS = ("stance", "status", "conditions")
MOST_CHARACTERS = 50_000
MOST_PARTS = 1000
MOST_DIGITS = 18
"""Greatest length of a field of a draft, of a list in it, and of a whole number."""

SPACES = str.maketrans("", "", " \u2009\u202f\u00a0,_")


@dataclass(frozen=True)
class TopicAnswer:
    """What a draft says on one topic."""

    topic: str
    stance: str = ""
    status: str = ""
    conditions: tuple[str, ...] = ()
    value: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Content:
    """A whole answer, typed."""

    state: str = AnswerState.NOT_ASSESSED
    stance: str = ""
    basis: str = Basis.ASSESSED
    bindingness: str = ""
    conditions: tuple[str, ...] = ()
    summary: str = ""
    uncertainty: str = ""
    effective_on: date = date.min
    looked_at: date = date.min
    official_reply: int | None = None
    claims: tuple[int, ...] = ()
    answers: list[TopicAnswer] = field(default_factory=list)


def field_names(question: Question) -> list[str]:
    """The names of all fields that a draft for this question may have, in the order of the form."""
    return [
        *OWN_FIELDS,
        *(f"{topic}.{name}" for topic in question.topics for name in topic_fields(RULES[Topic(topic)])),
    ]


def topic_fields(rule: TopicRule) -> list[str]:
    """The names of a topic's fields: its stance, status and conditions where it has them, then its value's."""
    own = ["stance", "conditions"] if rule.has_stance else []
    return [*own, *(["status"] if rule.has_status else []), *(value.name for value in rule.fields)]


def check_fields(question: Question, fields: Mapping[str, DraftValue]) -> list[str]:
    """One message for each field that this question's draft does not have, or that no draft can hold."""
    known = set(field_names(question))
    return [
        f"{name}: question {question.number} has no such field" if name not in known else f"{name}: {wrong}"
        for name, given in fields.items()
        if (wrong := _unkeepable(given)) or name not in known
    ]


def _unkeepable(given: Any) -> str:
    """Why a draft cannot hold this; empty where it can."""
    parts = given if isinstance(given, list | tuple) else [given]
    if not all(isinstance(part, str | int | float | bool | None) for part in parts):
        return "a text, a number or a list of them is wanted"
    texts = [part for part in parts if isinstance(part, str)]
    if any("\0" in text for text in texts):
        return "a text has no character zero"
    if sum(map(len, texts)) > MOST_CHARACTERS or len(parts) > MOST_PARTS:
        return f"at most {MOST_CHARACTERS} characters, or {MOST_PARTS} entries of a list"
    return ""


def draft_of(response: Response) -> dict[str, Any]:
    """The draft that says what this version says, to go on from."""
    draft: dict[str, Any] = {name: getattr(response, name) for name in (*CODED, *TEXTS)}
    draft |= {name: getattr(response, name).isoformat() for name in DATES}
    draft |= {"conditions": list(response.conditions), "official_reply": response.official_reply_id}
    draft["claims"] = sorted(response.citations.values_list("claim_id", flat=True))
    for answer in response.answers.all():
        plain = {
            "stance": answer.stance,
            "status": answer.status,
            "conditions": list(answer.conditions),
            **answer.value,
        }
        names = topic_fields(RULES[Topic(answer.topic)])
        draft |= {f"{answer.topic}.{name}": _plain(plain[name]) for name in names}
    return draft


def read_draft(question: Question, draft: Mapping[str, DraftValue]) -> tuple[Content, list[str]]:
    """What the draft amounts to, and a message for each thing that is wrong, naming the field."""
    content, errors = Content(), check_fields(question, draft)

    def read(name: str, parse: Callable[[Any], Any], default: Any) -> Any:
        given = draft.get(name)
        if given in (None, "", []):
            return default
        try:
            return parse(given)
        except ValueError as error:
            errors.append(f"{name}: {error}")
            return default

    for name, codes in CODED.items():
        setattr(content, name, read(name, partial(_code, codes=codes), getattr(content, name)))
    for name in TEXTS:
        setattr(content, name, str(draft.get(name) or "").strip())
    for name in DATES:
        setattr(content, name, read(name, _date, None))
        if getattr(content, name) is None and not any(error.startswith(name) for error in errors):
            errors.append(f"{name}: give a day")
    content.conditions = read("conditions", lambda given: tuple(_code(one, Condition) for one in _list(given)), ())
    content.claims = read("claims", lambda given: tuple(sorted({_whole(one) for one in _list(given)})), ())
    content.official_reply = read("official_reply", _whole, None)
    for topic in question.topics:
        answer = _topic_answer(RULES[Topic(topic)], draft, read)
        if answer is not None:
            content.answers.append(answer)
            errors += _answer_errors(answer)
    return content, errors + _whole_errors(content)


def _topic_answer(rule: TopicRule, draft: Mapping[str, DraftValue], read: Callable[..., Any]) -> TopicAnswer | None:
    """What the draft says on a topic; None where it says nothing."""
    topic = rule.topic.value
    if all(draft.get(f"{topic}.{name}") in (None, "", []) for name in topic_fields(rule)):
        return None
    return TopicAnswer(
        topic=topic,
        stance=str(draft.get(f"{topic}.stance") or ""),
        status=str(draft.get(f"{topic}.status") or ""),
        conditions=read(f"{topic}.conditions", lambda given: tuple(str(one) for one in _list(given)), ()),
        value={
            value.name: read(f"{topic}.{value.name}", partial(read_value, value=value), _empty(value))
            for value in rule.fields
        },
    )


def _answer_errors(answer: TopicAnswer) -> list[str]:
    errors = claim_errors(
        topic=answer.topic,
        stance=answer.stance or None,
        status=answer.status or None,
        conditions=list(answer.conditions),
        value=answer.value,
    )
    return [f"{answer.topic}.{error.removeprefix('value.')}" for error in errors]


def _whole_errors(content: Content) -> list[str]:
    errors = []
    if content.state == AnswerState.ANSWERED:
        if not content.answers and not content.summary:
            errors.append("summary: an answer says something: fill in a topic, or the summary")
    elif content.stance or content.conditions or content.answers:
        errors.append(f"state: {content.state} goes with no stance, condition or value; choose answered, or empty them")
    if content.stance == Stance.CONDITIONAL and not content.conditions:
        errors.append("conditions: a conditional stance names its conditions")
    if content.stance != Stance.CONDITIONAL and content.conditions:
        errors.append("conditions: only a conditional stance has conditions")
    return errors


def read_value(given: Any, value: ValueField) -> Any:
    """What was typed into a field of a topic's value, typed. Raises ValueError for what it cannot be."""
    match value.kind:
        case Kind.CODES | Kind.COUNTRIES | Kind.TEXTS:
            return [str(one).strip() for one in _list(given) if str(one).strip()]
        case Kind.INTEGER:
            return _whole(given)
        case Kind.DECIMAL:
            return _decimal(given)
        case Kind.BOOLEAN:
            return _boolean(given)
        case _:
            return str(given).strip()


def _empty(value: ValueField) -> Any:
    return [] if value.kind in (Kind.CODES, Kind.COUNTRIES, Kind.TEXTS) else None


def _list(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple) else [one for one in str(given).split("\n") if one.strip()]


def _code(given: Any, codes: type) -> str:
    legal = [code.value for code in codes]  # type: ignore[attr-defined]  # an enumeration of codes
    if given not in legal:
        raise ValueError(f"{given!r} is not one of {', '.join(legal)}")
    return str(given)


def _date(given: Any) -> date:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise ValueError(f"{given!r} is not a date like 2025-02-28") from None


def _whole(given: Any) -> int:
    text = str(given).translate(SPACES)
    if isinstance(given, bool) or not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
        raise ValueError(f"{given!r} is not a whole number")
    return int(text)


def _decimal(given: Any) -> Decimal:
    try:
        number = Decimal(str(given).translate(SPACES))
    except InvalidOperation:
        raise ValueError(f"{given!r} is not a number") from None
    if not number.is_finite():
        raise ValueError(f"{given!r} is not a number")
    return number


def _boolean(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    if str(given) not in ("true", "false"):
        raise ValueError(f"{given!r} is neither true nor false")
    return str(given) == "true"


def _plain(given: Any) -> Any:
    return str(given) if isinstance(given, Decimal) else given
