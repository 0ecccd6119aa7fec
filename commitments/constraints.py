"""The codebook as database constraints, made from `questionnaire.codebook` so that the two cannot part."""

from django.db.models import CheckConstraint, F, Q

from questionnaire.codebook import RANGES, RULES, STATUSES_OF, Kind, TopicRule
from questionnaire.codes import AidCategory, Attribution, Condition, Domain, Horizon, Stance, Status, Topic

COLUMNS = (
    "personnel_min",
    "personnel_max",
    "months_min",
    "months_max",
    "open_ended",
    "indispensable",
    "domain",
    "horizon",
    "category",
    "item",
    "quantity",
    "amount",
    "currency",
)
"""Typed columns of a claim that hold the fields of a topic's value; `codes` and `places` hold its lists."""


def codebook_constraints(table: str, *, attribution: bool = True) -> list[CheckConstraint]:
    """Constraints of a table with the coded columns; their names begin with `table`."""
    checks = {
        "topic": Q(topic__in=_values(Topic)),
        "conditions": Q(conditions__contained_by=_values(Condition)),
        "stance": _any(_stance(rule) for rule in RULES.values()),
        "status": _any(_status(rule) for rule in RULES.values()),
        "codes": _any(_lists(rule) for rule in RULES.values()),
        "columns": _any(_columns(rule) for rule in RULES.values()),
        "horizon": Q(horizon="") | Q(horizon__in=_values(Horizon)),
        "domain": Q(domain="") | Q(domain__in=_values(Domain)),
        "category": Q(category="") | Q(category__in=_values(AidCategory)),
        "amount": Q(amount__isnull=True, currency="")
        | Q(amount__isnull=False, amount__gt=0, currency__regex=r"^[A-Z]{3}$"),
        "ranges": _all(_in_order(low, high) for low, high in RANGES),
        "above_zero": _all(Q(**{f"{c}__isnull": True}) | Q(**{f"{c}__gt": 0}) for c in ("quantity", *sum(RANGES, ()))),
    }
    if attribution:
        checks["attribution"] = Q(attribution__in=_values(Attribution))
    return [CheckConstraint(condition=check, name=f"{table}_{name}") for name, check in checks.items()]


def _values(codes: type) -> list[str]:
    return [code.value for code in codes]  # type: ignore[attr-defined]


def _any(parts: object) -> Q:
    whole = Q()
    for part in parts:  # type: ignore[attr-defined]
        whole |= part
    return whole


def _all(parts: object) -> Q:
    whole = Q()
    for part in parts:  # type: ignore[attr-defined]
        whole &= part
    return whole


def _stance(rule: TopicRule) -> Q:
    if not rule.has_stance:
        return Q(topic=rule.topic.value, stance="")
    unconditional = [stance.value for stance in Stance if stance is not Stance.CONDITIONAL]
    return Q(topic=rule.topic.value) & (
        Q(stance=Stance.CONDITIONAL.value, conditions__len__gt=0) | Q(stance__in=unconditional, conditions__len=0)
    )


def _status(rule: TopicRule) -> Q:
    if not rule.has_status:
        return Q(topic=rule.topic.value, status="")
    return Q(topic=rule.topic.value) & _any(
        Q(stance=stance.value, status__in=sorted(status.value if status else "" for status in statuses))
        for stance, statuses in STATUSES_OF.items()
    )


def _lists(rule: TopicRule) -> Q:
    whole = Q(topic=rule.topic.value)
    kinds = {field.kind: field for field in rule.fields}
    if Kind.CODES in kinds:
        whole &= Q(codes__contained_by=_values(kinds[Kind.CODES].codes or Status), codes__len__gt=0)
    elif Kind.COUNTRIES in kinds:
        whole &= Q(codes__len__gt=0)
    else:
        whole &= Q(codes__len=0)
    return whole if Kind.TEXTS in kinds else whole & Q(places__len=0)


def _columns(rule: TopicRule) -> Q:
    """Columns that are not of the topic are empty."""
    own = {field.name for field in rule.fields}
    texts = {"domain", "horizon", "category", "item", "currency"}
    whole = Q(topic=rule.topic.value)
    for column in COLUMNS:
        if column not in own:
            whole &= Q(**{column: ""}) if column in texts else Q(**{f"{column}__isnull": True})
    for field in rule.fields:
        if field.required and field.kind is Kind.CODE:
            whole &= ~Q(**{field.name: ""})
    return whole


def _in_order(low: str, high: str) -> Q:
    missing = Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True})
    return missing | Q(**{f"{low}__lte": F(high)})
