"""`manage.py evaluate DIR`: score the extraction against labelled documents. Needs no database."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from commitments import model_policy
from extraction.comparison import compare_with_model
from extraction.evaluation import Evaluation, evaluate, figures
from extraction.labelled import Labelled, LabelledError, read_predicted
from extraction.marked import read_documents
from extraction.records import Record
from extraction.scoring import score
from extraction.table import comparison, table


class Command(BaseCommand):
    """Read the labelled documents, have their claims predicted, print how well they agree."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, help="folder of labelled documents, 001.json on")
        parser.add_argument("--only", type=numbers, metavar="FIRST-LAST", help="only these, such as 001-025")
        parser.add_argument("--json", action="store_true", help="all figures as JSON")
        parser.add_argument("--predictions", type=Path, metavar="DIR", help="score the claims in these files instead")
        parser.add_argument("--model", action="store_true", help="ask the model of MODEL_URL too, and compare")
        parser.add_argument("--write", type=Path, metavar="DIR", help="keep what was predicted, one file a document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            documents = read_documents(options["dir"], options["only"])
        except LabelledError as error:
            raise CommandError(str(error)) from error
        if options["model"]:
            self.compare(documents, as_json=options["json"])
            return
        if options["predictions"]:
            evaluation = evaluate_files(documents, options["predictions"])
        else:
            evaluation = evaluate(documents)
        if options["write"]:
            write(evaluation, options["write"])
        if options["json"]:
            self.stdout.write(as_text(figures(evaluation)))
        else:
            self.stdout.write(table(evaluation))

    def compare(self, documents: list[Labelled], *, as_json: bool) -> None:
        """Print the engine, the model and both side by side. The documents go to the endpoint."""
        endpoint = model_policy.endpoint()
        if endpoint is None:
            raise CommandError("--model needs MODEL_URL and MODEL_NAME")
        evaluations = compare_with_model(documents, endpoint)
        if as_json:
            self.stdout.write(as_text({name: figures(evaluation) for name, evaluation in evaluations.items()}))
        else:
            self.stdout.write(comparison(evaluations))


def as_text(given: dict[str, Any]) -> str:
    """JSON for people and programs."""
    return json.dumps(given, indent=1, ensure_ascii=False)


def numbers(given: str) -> tuple[int, int]:
    """`001-025` as the first and last number; one number is both."""
    first, _, last = given.partition("-")
    if not first.isdecimal() or not (last or first).isdecimal():
        raise ArgumentTypeError(f"{given!r} is no range of numbers, such as 001-025")
    return int(first), int(last or first)


def evaluate_files(documents: list[Labelled], folder: Path) -> Evaluation:
    """Score the predictions that `folder` holds; a missing or unreadable file is no claims, and is named."""
    if not folder.is_dir():
        raise CommandError(f"{folder} is no folder")
    read = {document.name: read_predicted(folder, document.name) for document in documents}
    problems = [f"{name}: {problem}" for name, (_, problem) in read.items() if problem]
    return Evaluation([score(document, read[document.name][0]) for document in documents], problems)


def write(evaluation: Evaluation, folder: Path) -> None:
    """One file a document with `{"claims": […]}`."""
    folder.mkdir(parents=True, exist_ok=True)
    for scored in evaluation.scored:
        claims: list[Record] = list(scored.predicted)
        (folder / f"{scored.document.name}.json").write_bytes(
            orjson.dumps({"claims": claims}, option=orjson.OPT_INDENT_2)
        )
