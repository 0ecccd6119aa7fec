"""A model's proposals beside the rules', on the same labelled documents."""

from collections.abc import Sequence

from extraction.evaluation import Evaluation, by_rules
from extraction.labelled import Labelled
from extraction.model import Endpoint, ModelError, ask
from extraction.records import Record, record
from extraction.scoring import score


def compare_with_model(documents: Sequence[Labelled], endpoint: Endpoint) -> dict[str, Evaluation]:
    """Evaluations of the rules, of the model, and of both as the program joins them; failures are named."""
    rules, model, problems = {}, {}, []
    for document in documents:
        rules[document.name] = by_rules(document)
        try:
            model[document.name] = by_model(document, endpoint)
        except ModelError as error:
            model[document.name] = []
            problems.append(f"{document.name}: {error}")
    both = {name: joined(found, model[name]) for name, found in rules.items()}
    return {
        "rules": _evaluation(documents, rules, []),
        endpoint.model: _evaluation(documents, model, problems),
        "both": _evaluation(documents, both, []),
    }


def by_model(document: Labelled, endpoint: Endpoint) -> list[Record]:
    """What the model proposes and the checks let through. Raises ModelError."""
    reply = ask(endpoint, document.text, published_on=document.published_on)
    return [{**record(claim), "confidence": None} for claim in reply.proposals.claims]


def joined(rules: Sequence[Record], model: Sequence[Record]) -> list[Record]:
    """The rules' claims, and the model's where the rules have none of that country and topic at that place."""
    return [*rules, *(proposal for proposal in model if not any(_meet(proposal, claim) for claim in rules))]


def _meet(one: Record, other: Record) -> bool:
    same_cell = (one["country"], one["topic"]) == (other["country"], other["topic"])
    return same_cell and one["start"] < other["end"] and other["start"] < one["end"]


def _evaluation(documents: Sequence[Labelled], found: dict[str, list[Record]], problems: list[str]) -> Evaluation:
    return Evaluation([score(document, found[document.name]) for document in documents], list(problems))
