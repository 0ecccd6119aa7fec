"""The analysts' desk: where each country's answer to each question stands, whose it is, and what comes next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.markings import visible_markings
from accounts.models import User
from accounts.roles import Act, may
from commitments.answers import QuestionPosition, answers
from commitments.models import Assignment, Country, Response
from commitments.models.response import OPEN
from questionnaire.codes import Code
from questionnaire.models import Question


class CellState(Code):
    """Where a cell stands; the first that is true."""

    IN_REVIEW = "in_review"
    DRAFT = "draft"
    CONTRADICTED = "contradicted"
    STALE = "stale"
    PUBLISHED = "published"
    NOT_ASSESSED = "not_assessed"


WORDS = {
    CellState.IN_REVIEW: "In review",
    CellState.DRAFT: "Draft",
    CellState.CONTRADICTED: "Contradicted",
    CellState.STALE: "Stale",
    CellState.PUBLISHED: "Published",
    CellState.NOT_ASSESSED: "Not assessed",
}
SYMBOLS = {
    CellState.IN_REVIEW: "conditional",
    CellState.DRAFT: "undecided",
    CellState.CONTRADICTED: "contradicted",
    CellState.STALE: "stale",
    CellState.PUBLISHED: "published",
    CellState.NOT_ASSESSED: "none",
}
"""Names of the symbols of `templates/_components/symbols.html`."""


@dataclass(frozen=True)
class Square:
    """One cell of the grid."""

    country: Country
    question: Question
    state: CellState
    has_claims: bool
    author: str
    """Who wrote last in the open version; empty where none is open."""
    assignment: Assignment | None
    today: date

    @property
    def key(self) -> str:
        """The cell in an address: `GB-2`."""
        return f"{self.country.pk}-{self.question.number}"

    @property
    def words(self) -> str:
        """The state in words."""
        return WORDS[self.state]

    @property
    def symbol(self) -> str:
        """The state's symbol."""
        return SYMBOLS[self.state]

    @property
    def person(self) -> str:
        """Whose it is; empty where nobody's."""
        return self.assignment.person.get_username() if self.assignment else ""

    @property
    def due_on(self) -> date | None:
        """By when."""
        return self.assignment.due_on if self.assignment else None

    @property
    def settled(self) -> bool:
        """Whether nothing is to be done: it is published, and nothing speaks against it."""
        return self.state is CellState.PUBLISHED

    @property
    def overdue(self) -> bool:
        """Whether its day is past and it is not handed in."""
        return bool(
            self.due_on and self.due_on < self.today and self.state is not CellState.IN_REVIEW and not self.settled
        )

    def belongs_to(self, person: User) -> bool:
        """Whether this person has it, or writes in it."""
        return person.get_username() in (self.person, self.author)


def squares(by: User) -> list[Square]:
    """All cells, by country and question, in eight queries however many there are."""
    countries = list(Country.objects.all())
    questions = list(Question.objects.order_by("-questionnaire__issued_on", "number"))
    questions = [q for q in questions if q.questionnaire_id == questions[0].questionnaire_id]
    today = timezone.now().date()
    shown = answers(
        as_of=today,
        markings=visible_markings(by),
        countries=[country.pk for country in countries],
        questions=[question.number for question in questions],
    )
    at = {(position.country, position.question): position for position in shown}
    opened = {
        (country, number): (status, author)
        for country, number, status, author in Response.objects.filter(status__in=OPEN).values_list(
            "country", "question__number", "status", "author__username"
        )
    }
    given = {(a.country_id, a.question_id): a for a in Assignment.objects.select_related("person")}
    return [
        _square(
            at[country.pk, question.number],
            opened.get((country.pk, question.number), ("", "")),
            country=country,
            question=question,
            assignment=given.get((country.pk, question.pk)),
            today=today,
        )
        for country in countries
        for question in questions
    ]


def _square(position: QuestionPosition, opened: tuple[str, str], **cell: Any) -> Square:
    status, author = opened
    return Square(
        state=_state(position, status),
        has_claims=position.source == "claims",
        author=author,
        **cell,
    )


def _state(position: QuestionPosition, opened: str) -> CellState:
    if opened:
        return CellState(opened)
    if position.source != "response":
        return CellState.NOT_ASSESSED
    if position.contradicted_by or position.evidence_gone:
        return CellState.CONTRADICTED
    return CellState.STALE if position.stale else CellState.PUBLISHED


def counts(grid: Sequence[Square]) -> list[tuple[CellState, str, str, int]]:
    """How many cells there are of each state: the state, its words, its symbol, the number."""
    found = Counter(square.state for square in grid)
    return [(state, WORDS[state], SYMBOLS[state], found[state]) for state in CellState]


def next_for(by: User, grid: Sequence[Square], *, after: str = "") -> Square | None:
    """What this person should do next: the first of their list, or the one that follows `after` in it."""
    waiting = to_do(by, grid)
    keys = [square.key for square in waiting]
    if after in keys:
        waiting = waiting[keys.index(after) + 1 :] + waiting[: keys.index(after)]
    return waiting[0] if waiting else None


def to_do(by: User, grid: Sequence[Square]) -> list[Square]:
    """What waits for this person, in this order.

    What others handed in, for those who publish; what is theirs, the earliest due day first; what
    nobody has and newer evidence contradicts, or is stale, or has claims but no answer.
    """
    ranked = [(rank, square) for square in grid if (rank := _rank(square, by)) is not None]
    return [
        square for _, square in sorted(ranked, key=lambda one: (one[0], one[1].due_on or date.max, one[1].country.name))
    ]


def _rank(square: Square, by: User) -> int | None:
    if square.state is CellState.IN_REVIEW:
        return 0 if may(by, Act.PUBLISH) and square.author != by.get_username() else None
    if square.settled:
        return None
    if square.belongs_to(by):
        return 1
    return None if square.person or square.author else _unowned_rank(square)


def _unowned_rank(square: Square) -> int | None:
    ranks = {CellState.CONTRADICTED: 2, CellState.STALE: 3}
    return ranks.get(square.state, 4 if square.has_claims else None)
