"""What each addition to the engine gained: the engine of several commits on the same labelled documents.

    python -m bench.learning_curve [DIR[:FIRST-LAST] …] [--commits N]

Takes the last N commits (default 4) that touched the engine's code or lexicon, oldest first, reads the documents with
each, and scores all with the measure of today. One line a commit, F1 of detection, with stance, with numbers.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import orjson

from extraction.evaluation import Evaluation
from extraction.labelled import Labelled, read_labelled
from extraction.scoring import LEVELS, score

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("extraction", "questionnaire", "seeds")
MEASURE = ("evaluation", "labelled", "mistakes", "records", "scoring", "table", "comparison", "model", "proposals")
READ = """
import sys
from datetime import date
import orjson
from extraction.engine import extract
for line in sys.stdin.buffer:
    given = orjson.loads(line)
    found = extract(given["text"], published_on=date.fromisoformat(given["day"]) if given["day"] else None)
    claims = [{name: getattr(claim, name) for name in ("country", "topic", "stance", "quote", "start", "end")}
              | {"value": dict(claim.value)} for claim in found.claims]
    sys.stdout.buffer.write(orjson.dumps(claims, default=str) + b"\\n")
"""


def main(sources: list[str], commits: int) -> None:
    """Print the table."""
    documents = {source: _documents(source) for source in sources}
    print("engine of".ljust(60) + "".join(source[-18:].rjust(22) for source in sources))
    for commit, subject in _commits(commits):
        with tempfile.TemporaryDirectory() as folder:
            archive = subprocess.run(["git", "archive", commit, *NEEDED], cwd=ROOT, capture_output=True, check=True)
            subprocess.run(["tar", "-x"], cwd=folder, input=archive.stdout, check=True)
            cells = [_figures(part, Path(folder)) for part in documents.values()]
        print(f"{commit} {subject}"[:59].ljust(60) + "".join(cell.rjust(22) for cell in cells))


def _documents(source: str) -> list[Labelled]:
    folder, _, numbers = source.partition(":")
    first, _, last = numbers.partition("-")
    return read_labelled(Path(folder), (int(first), int(last or first)) if numbers else None)


def _commits(count: int) -> list[tuple[str, str]]:
    own = [f":!extraction/{name}.py" for name in MEASURE]
    log = ["git", "log", f"-{count}", "--format=%h %s", "--", "extraction", *own]
    lines = subprocess.run(log, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [(line.split()[0], line.partition(" ")[2]) for line in reversed(lines)]


def _figures(documents: list[Labelled], engine: Path) -> str:
    """F1 on the three levels of the engine whose code lies in this folder."""
    lines = [
        orjson.dumps({"text": each.text, "day": each.published_on.isoformat() if each.published_on else None})
        for each in documents
    ]
    done = subprocess.run(
        [sys.executable, "-c", READ], cwd=engine, input=b"\n".join(lines) + b"\n", capture_output=True, check=True
    )
    predicted = [orjson.loads(line) for line in done.stdout.splitlines()]
    scored = [score(document, claims) for document, claims in zip(documents, predicted, strict=True)]
    overall = Evaluation(scored).overall
    return "  ".join(f"{overall.rates(level)[2]:.3f}" for level in LEVELS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", default=["tests/corpus/kept"], metavar="DIR[:FIRST-LAST]")
    parser.add_argument("--commits", type=int, default=4)
    arguments = parser.parse_args()
    main(arguments.sources, arguments.commits)
