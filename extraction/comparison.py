"""A model's proposals beside the engine's, on the same labelled documents."""

from collections.abc import Sequence

from extraction.evaluation import Evaluation, by_engine
from extraction.labelled import Labelled
from extraction.model import Endpoint, ModelError, ask
from extraction.records import Record, record
from extraction.scoring import score


def compare_with_model(documents: Sequence[Labelled], endpoint: Endpoint) -> dict[str, Evaluation]:
    """Evaluations of the engine, of the model, and of both as the program joins them; failures are named."""
    engine, model, problems = {}, {}, []
    for document in documents:
        engine[document.name] = by_engine(document)
        try:
            model[document.name] = by_model(document, endpoint)
        except ModelError as error:
            model[document.name] = []
            problems.append(f"{document.name}: {error}")
    both = {name: joined(found, model[name]) for name, found in engine.items()}
    return {
        "engine": _evaluation(documents, engine, []),
        endpoint.model: _evaluation(documents, model, problems),
        "both": _evaluation(documents, both, []),
    }


def by_model(document: Labelled, endpoint: Endpoint) -> list[Record]:
    """What the model proposes and the checks let through. Raises ModelError."""
    reply = ask(endpoint, document.text, published_on=document.published_on)
    return [{**record(claim), "confidence": None} for claim in reply.proposals.claims]


def joined(engine: Sequence[Record], model: Sequence[Record]) -> list[Record]:
    """The engine's claims, and the model's where the engine has none of that country and topic at that place."""
    return [*engine, *(proposal for proposal in model if not any(_meet(proposal, claim) for claim in engine))]


def _meet(one: Record, other: Record) -> bool:
    same_cell = (one["country"], one["topic"]) == (other["country"], other["topic"])
    return same_cell and one["start"] < other["end"] and other["start"] < one["end"]


def _evaluation(documents: Sequence[Labelled], found: dict[str, list[Record]], problems: list[str]) -> Evaluation:
    return Evaluation([score(document, found[document.name]) for document in documents], list(problems))
