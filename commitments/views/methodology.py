"""How statements become claims, claims positions, and positions figures: the codebook in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.coder_agreement import coder_agreement
from commitments.force import ROTATION
from commitments.matrix import STANCE_TOPICS
from commitments.positions import CONFLICT_DAYS, CREDIBLE, STALE_DAYS
from commitments.views.framing import questions_asked
from questionnaire.codebook import RULES, STATUSES_OF, VERSION, ValueField
from questionnaire.codes import (
    CREDIBILITY,
    AnswerState,
    Attribution,
    Bindingness,
    Condition,
    Reliability,
    Stance,
    Status,
)
from questionnaire.meanings import MEANINGS

LISTS = (
    ("Stance", Stance),
    ("Status of a commitment", Status),
    ("Conditions", Condition),
    ("Whose words", Attribution),
    ("State of an answer", AnswerState),
    ("Bindingness of what was said", Bindingness),
)


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    """Generated from the codebook that the database and the engine are made from, so that it cannot be another."""
    return render(
        request,
        "commitments/methodology.html",
        {
            "version": VERSION,
            "questions": questions_asked(),
            "rules": [(rule, [_field(field) for field in rule.fields]) for rule in RULES.values()],
            "stance_topics": STANCE_TOPICS,
            "lists": [(title, [(code, MEANINGS.get(code, "")) for code in codes]) for title, codes in LISTS],
            "statuses_of": [
                (stance, [status for status in Status if status in legal]) for stance, legal in STATUSES_OF.items()
            ],
            "reliability": list(Reliability),
            "credibility": CREDIBILITY.items(),
            "conflict_days": CONFLICT_DAYS,
            "credible": CREDIBLE,
            "stale_days": STALE_DAYS,
            "rotation": ROTATION,
            "agreement": coder_agreement(request.user),
        },
    )


def _field(field: ValueField) -> tuple[str, list[str]]:
    """What a value's field holds, and its codes."""
    return field.help, [code.value for code in field.codes or ()]
