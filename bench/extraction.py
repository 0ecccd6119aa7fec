"""How fast the extraction engine is on one core, beside its two cheapest parts, and whether its memory stays flat.

    python -m bench.extraction [documents]

Texts are the labelled ones of tests/corpus, joined to documents of about 3 KB. Limit: 150 documents a second.
Peers on the same text: a bare sentence splitter (one regular expression) and a bare Aho-Corasick scan for the names of
countries and office holders. Each is timed over the same documents, a round each in turn, and the median is taken.
Then the engine reads 10,000 documents, no two the same, and the memory of the process is printed along the way.
"""

import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import ahocorasick
import yaml

from extraction.engine import extract
from extraction.marked import read_documents

ROOT = Path(__file__).resolve().parents[1]
SIZE = 3000
ROUNDS = 5
DOCUMENTS = 10_000
LIMIT = 150
PUBLISHED = date(2025, 10, 1)
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")  # noqa: RUF001  # quotation marks of prose


def main(documents: int) -> None:
    """Measure speed, then memory, and print both."""
    texts = documents_of_size()
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    scan = alias_scan()
    seconds = timed(
        {
            "engine": lambda text: extract(text, published_on=PUBLISHED),
            "sentence splitter": SENTENCE_END.split,
            "alias scan": lambda text: sum(1 for _ in scan.iter(text)),
        },
        texts,
    )
    engine = seconds["engine"]
    print(f"{len(texts)} documents, {1e6 * megabytes / len(texts):.0f} bytes each")
    print(f"{'':<18} {'documents/s':>11} {'MB/s':>8} {'engine takes':>13}")
    for name, spent in seconds.items():
        times = f"{engine / spent:.0f} times" if name != "engine" else ""
        print(f"{name:<18} {len(texts) / spent:>11.0f} {megabytes / spent:>8.2f} {times:>13}")
    print(f"limit {LIMIT} documents/s: {'kept' if len(texts) / engine >= LIMIT else 'MISSED'}")
    for count, resident in memory(texts, documents):
        print(f"after {count:>6} documents: {resident:.1f} MB")


def documents_of_size() -> list[str]:
    """The corpus, joined to documents of about `SIZE` characters."""
    texts, joined = [], ""
    for part in ("work", "kept"):
        for document in read_documents(ROOT / "tests" / "corpus" / part):
            joined = f"{joined}\n\n{document.text}".strip()
            if len(joined) >= SIZE - 500:
                texts.append(joined)
                joined = ""
    return texts


def alias_scan() -> ahocorasick.Automaton:
    """Every name of a country or office holder in the starter data."""
    scan = ahocorasick.Automaton()
    for country in yaml.safe_load((ROOT / "seeds" / "aliases.yaml").read_text())["countries"].values():
        holders = [holder["name"] for holder in country.get("office_holders") or ()]
        for kind in ("names", "demonyms", "metonyms", "abbreviations", "institutions"):
            holders += country.get(kind) or ()
        for name in holders:
            scan.add_word(name, name)
    scan.make_automaton()
    return scan


def timed(readers: dict[str, Callable[[str], object]], texts: list[str]) -> dict[str, float]:
    """Seconds that each takes for all texts: the median of some rounds, taken in turn."""
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for text in texts:
        readers["engine"](text)
    for _ in range(ROUNDS):
        for name, reader in readers.items():
            began = time.process_time()
            for text in texts:
                reader(text)
            spent[name].append(time.process_time() - began)
    return {name: statistics.median(seconds) for name, seconds in spent.items()}


def memory(texts: list[str], documents: int) -> Iterable[tuple[int, float]]:
    """Megabytes of the process, now and then while the engine reads."""
    step = max(documents // 5, 1)
    for count in range(documents + 1):
        if count % step == 0:
            yield count, resident_megabytes()
        extract(f"{texts[count % len(texts)]}\n\nNo. {count}", published_on=PUBLISHED)


def resident_megabytes() -> float:
    """Resident memory of this process (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("memory is measured on Linux only")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
