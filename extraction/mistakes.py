"""What goes wrong, by kind: every prediction and label that does not match on the hardest level gets one name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.records import Record
from extraction.scoring import Scored, Span, neighbourhood, sentence_spans, wrong_numbers

EXAMPLE_LENGTH = 160


@dataclass(frozen=True)
class Mistake:
    """One thing gone wrong: its kind, the document's name, and the words that it is about."""

    kind: str
    document: str
    words: str


@dataclass(frozen=True)
class Commonness:
    """A kind of mistake, how often it was made, and one example."""

    kind: str
    count: int
    example: Mistake


def commonest(mistakes: Iterable[Mistake], most: int = 10) -> list[Commonness]:
    """The commonest kinds of mistake, each with its first example."""
    kinds: dict[str, list[Mistake]] = defaultdict(list)
    for mistake in mistakes:
        kinds[mistake.kind].append(mistake)
    ordered = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Commonness(kind, len(made), made[0]) for kind, made in ordered[:most]]


def mistakes_of(scored: Scored) -> list[Mistake]:
    """Every mistake in one document: wrong codes of what was found, what is too much, what was missed."""
    return [*_wrong_codes(scored), *_too_much(scored), *_missed(scored)]


def _wrong_codes(scored: Scored) -> Iterable[Mistake]:
    for number, found in scored.pairs["a"].items():
        if number in scored.pairs["c"]:
            continue
        label, claim = scored.document.claims[number], scored.predicted[found]
        topic = label["topic"]
        if label["stance"] != claim.get("stance"):
            kind = f"stance of {topic}: {claim.get('stance')} for {label['stance']}"
        else:
            kind = f"number of {topic}: {', '.join(wrong_numbers(label, claim))}"
        yield _mistake(kind, scored, label)


def _too_much(scored: Scored) -> Iterable[Mistake]:
    spans = sentence_spans(scored.document.text)
    used = set(scored.pairs["a"].values()) | set(scored.pairs["c"].values())
    for number, claim in enumerate(scored.predicted):
        if not scored.exact[number]:
            yield _mistake("quote that is not in the text", scored, claim)
        elif number not in used:
            yield _mistake(_why_too_much(claim, scored.document.claims, spans), scored, claim)


def _why_too_much(claim: Record, labels: Sequence[Record], spans: list[Span]) -> str:
    topic = claim.get("topic")
    begin, end = neighbourhood(spans, claim["start"], claim["end"])
    near = [label for label in labels if label["start"] < end and begin < label["end"]]
    if any((label["country"], label["topic"]) == (claim.get("country"), topic) for label in near):
        return f"{topic} claimed twice"
    if any(label["topic"] == topic for label in near):
        return f"{topic} of the wrong country"
    if others := sorted({label["topic"] for label in near if label["country"] == claim.get("country")}):
        return f"{topic} where the label has {others[0]}"
    return f"{topic} where there is no claim" if labels else f"{topic} in a document without claims"


def _missed(scored: Scored) -> Iterable[Mistake]:
    found = set(scored.pairs["a"]) | set(scored.pairs["c"])
    for number, label in enumerate(scored.document.claims):
        if number not in found:
            stance = f" ({label['stance']})" if label["stance"] else ""
            yield _mistake(f"{label['topic']}{stance} missed", scored, label)


def _mistake(kind: str, scored: Scored, claim: Record) -> Mistake:
    words = " ".join(str(claim.get("quote", "")).split())
    short = words if len(words) <= EXAMPLE_LENGTH else words[: EXAMPLE_LENGTH - 1] + "…"
    return Mistake(kind, scored.document.name, f"{claim.get('country')}: {short}")
