"""Answers: a short answer is read together with the question before it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from extraction.findings import Finding
from extraction.frames import Clause

REACH = 2
"""Sentences of an answer that may lean on the question."""
MODAL = re.compile(
    r"\b(?:will|would|can|could|should|shall|might|may|must|are|is|do|does|did|has|have|ready|willing|"
    r"prepared|wants?|not|nt|support\w*|backs?|yes|no|ever|rule|out|"
    r"agree|accept|considers?|considering|decided|favou?r|against|oppose|so|and|but|what|how|why|when|you|"
    r"your|minister|prime|again|then|really|still|first|premature|too|early|"
    r"if|once|unless|ask|asked|like|promise|offer|need|needed|needs)\b|[?\"]"
)
Find = Callable[[Clause, str], Iterable[Finding]]


@dataclass
class Answers:
    """The last question, and how many sentences have answered it."""

    question: str = ""
    age: int = 99

    def ask(self, text: str) -> None:
        """A question was asked."""
        self.question = text
        self.age = 0

    def find(self, clause: Clause, sentence: str, search: Find) -> Iterator[Finding]:
        """What a clause says by itself, else with the question that it answers."""
        if self.age > REACH or not self.question:
            yield from search(clause, sentence)
            return
        found = list(search(clause, f"{self.question} {sentence}"))
        if not found:
            asked = " ".join(MODAL.sub(" ", self.question).split())
            found = list(
                search(replace(clause, lower=f"{clause.lower.rstrip()} - {asked}"), f"{self.question} {sentence}")
            )
        yield from found
