"""The lexicon: cue patterns as data (`lexicon/*.yaml`), compiled once.

A pattern is a regular expression over small letters. Patterns are whole words. Lists are factored by their first words,
which makes one long alternation about thirty times faster.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extraction.gate import Cue, required, with_contractions

FOLDER = Path(__file__).resolve().parent / "lexicon"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> Any:
    """A YAML file's content."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - the safe loader, in C where there is one


@cache
def table(name: str) -> dict[str, Any]:
    """The lexicon file `name`, as it stands."""
    content: dict[str, Any] = read(FOLDER / f"{name}.yaml")
    return content


def pattern(patterns: list[str]) -> Cue:
    """One alternation of whole-word patterns, behind its gate."""
    return Cue(_whole(patterns), required("|".join(with_contractions(p) for p in patterns)))


def plain(patterns: list[str]) -> re.Pattern[str]:
    """The same without a gate, to run over a whole document."""
    return re.compile(_whole(patterns))


def _whole(patterns: list[str]) -> str:
    return r"(?<![a-z0-9])" + _factored([_words(p) for p in patterns]) + r"(?![a-z0-9])"


def labelled(groups: dict[str, list[str]]) -> list[tuple[str, Cue]]:
    """A compiled pattern for each label, in order."""
    return [(label, pattern(patterns)) for label, patterns in groups.items()]


def _words(text: str) -> tuple[str, ...]:
    """The pattern cut at the blanks that stand outside brackets."""
    if _is_choice(text):
        return (f"(?:{text})",)
    words, depth, word = [], 0, ""
    for char, following in zip(text, text[1:] + ".", strict=True):
        depth += (char in "([{") - (char in ")]}")
        if char == " " and depth == 0 and following not in "?*":
            words.append(word)
            word = ""
        else:
            word += char
    return (*words, word)


def _is_choice(text: str) -> bool:
    """Whether a pattern is an alternative outside all brackets."""
    depth = 0
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if char == "|" and depth == 0:
            return True
    return False


def _factored(patterns: list[tuple[str, ...]]) -> str:
    heads: dict[str, list[tuple[str, ...]]] = {}
    for words in patterns:
        heads.setdefault(words[0], []).append(words[1:])
    parts = []
    for head, tails in heads.items():
        longer = [tail for tail in tails if tail]
        text = with_contractions(head)
        text = f"(?:{text})" if "|" in text else text
        if longer:
            rest = " " + _factored(longer)
            text += f"(?:{rest})?" if len(longer) < len(tails) else rest
        parts.append(text)
    return "(?:" + "|".join(parts) + ")"
