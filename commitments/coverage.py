"""Coverage: of the answers that are owed, how many are filled in, by state, question and role of the country.

Those to whom the questionnaire went owe an answer to each question: the addressees and the Union.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from commitments.answers import QuestionPosition
from questionnaire.codes import AnswerState, CountryRole

OWING = (CountryRole.ADDRESSEE, CountryRole.UNION)
"""Who owes an answer to each question."""


@dataclass
class Share:
    """Answers owed, and what there is of them."""

    owed: int = 0
    states: Counter[str] = field(default_factory=lambda: Counter({state.value: 0 for state in AnswerState}))
    """Published answers by their state; where none is published, `not_assessed`."""
    from_claims: int = 0
    """Of those not assessed: the ones on which claims speak."""

    def add(self, answer: QuestionPosition) -> None:
        """Count one answer."""
        self.owed += 1
        self.states[answer.state if answer.source == "response" else AnswerState.NOT_ASSESSED] += 1
        self.from_claims += answer.source == "claims"


@dataclass(frozen=True)
class Coverage:
    """Shares of the whole, of each question, of each role, and of each question and role."""

    total: Share
    by_question: dict[int, Share]
    by_role: dict[str, Share]
    by_question_and_role: dict[tuple[int, str], Share]


def coverage(given: Iterable[QuestionPosition], roles: Mapping[str, str]) -> Coverage:
    """Coverage of these answers (`commitments.answers`); `roles` has the role of each country by its code."""
    found = Coverage(Share(), {}, {}, {})
    for answer in given:
        role = roles[answer.country]
        if role not in OWING:
            continue
        found.total.add(answer)
        found.by_question.setdefault(answer.question, Share()).add(answer)
        found.by_role.setdefault(role, Share()).add(answer)
        found.by_question_and_role.setdefault((answer.question, role), Share()).add(answer)
    return found
