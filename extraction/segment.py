"""Segment: blocks (paragraphs, headings, list items, turns of a speaker) and the sentences in them."""

import re
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import NamedTuple

LONGEST = 900
"""A sentence is cut at a blank after so many characters, so that work on it stays bounded."""

BULLET = re.compile(r"\s*(?:[-•*·▪‣◦>]+|\d{1,2}[.)]|\([a-z0-9]{1,3}\)|[a-z]\))\s+(?=\S)")
CLOCK = re.compile(
    r"\s*(?:\[?\d{1,2}[:.h]\d{2}\]?(?:\s?[ap]\.?m\.?)?(?:\s(?:GMT|CET|CEST|BST|EST|ET|UTC))?)(?=\s|$|[-:|])"
)
TURN = re.compile(
    r"\s*(?P<label>[A-Z][\w.'\-]*(?:\s(?:[A-Z][\w.'\-]*|\d{1,2}|of|the|for|and|de|van|von|der|on|hon\.)){0,9}"
    r"(?:\s\([^()\n]{1,80}\)){0,2})\s?:(?=\s|$)"
)
BREAK = re.compile(r"[.!?…;](?:(?<=;)(?=\s*\n)|(?<!;)(?<![.!?…].)[.!?…]*+[\"')\]]*+(?=\s))")
ABBREVIATED = (
    "Mr Mrs Ms Dr Prof St Gen Lt Col Maj Capt Adm Sgt Sen Rep Gov Hon Rt No Nos Art vs cf ca approx resp Jan Feb Mar "
    "Apr Jun Jul Aug Sept Sep Oct Nov Dec U.S U.K U.N E.U e.g i.e a.m p.m"
)
SHORT = re.compile(rf"(?:\b(?:{'|'.join(map(re.escape, ABBREVIATED.split()))}|[A-Z])|(?:^|\n)\s*\d{{1,3}})\Z")
SHORTENED = (*ABBREVIATED.split(), *ascii_uppercase)
"""What is not SHORT does not end so, nor in a digit."""
NUMBERLESS = re.compile(r"[Nn]o\. (?!\d)")
ENDS = tuple(".!?…:;")


class Block(NamedTuple):
    """A run of text that belongs together. `kind` is paragraph, heading, item, entry or turn."""

    kind: str
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True)
class Sentence:
    """Characters `start` to `end` of the normalised text."""

    start: int
    end: int
    block: Block
    index: int = 0
    first: bool = field(default=False)


def is_wrapped(lines: list[str]) -> bool:
    """Whether lines are cut at a width, so that a line's end says nothing."""
    full = [line for line in lines if line.strip()]
    if len(full) < 6:
        return False
    longest = max(len(line) for line in full)
    if longest > 110:
        return False
    return sum(1 for line in full if not _ends(line)) > 0.5 * len(full)


def _ends(text: str) -> bool:
    """Whether a text ends where a sentence may end."""
    return text.rstrip().rstrip("\"')]").endswith(ENDS)


def blocks(text: str) -> list[Block]:
    """The text's blocks, in order."""
    lines = text.split("\n")
    wrapped = is_wrapped(lines)
    found: list[Block] = []
    at, open_start, open_end, last = 0, -1, -1, ""

    def close() -> None:
        nonlocal open_start
        if open_start >= 0:
            found.append(_made(text, open_start, open_end))
            open_start = -1

    for line in lines:
        end = at + len(line)
        if not line.strip():
            close()
        elif open_start >= 0 and _continues(last, line, wrapped=wrapped):
            open_end, last = end, line
        else:
            close()
            open_start, open_end, last = at, end, line
        at = end + 1
    close()
    return found


def _continues(last: str, line: str, *, wrapped: bool) -> bool:
    """Whether a line belongs to the block that ends with the line `last`."""
    if "|" in line or "|" in last:
        return False
    if BULLET.match(line) or CLOCK.match(line) or (":" in line and TURN.match(line) and _ends(last)):
        return False
    if line.lstrip()[0].islower():
        return True
    return wrapped and (len(last) > 40 or not _ends(last))


def _made(text: str, start: int, end: int) -> Block:
    raw = text[start:end]
    if mark := BULLET.match(raw):
        inner = TURN.match(raw, mark.end())
        return Block("item", start, end, inner["label"] if inner else "")
    if mark := CLOCK.match(raw):
        return Block("entry", start, end)
    if ":" in raw and (turn := TURN.match(raw)) and len(turn["label"]) < 90:
        return Block("turn", start, end, turn["label"])
    if len(raw.split(maxsplit=12)) <= 12 and not _ends(raw) and "\n" not in raw.strip():
        return Block("heading", start, end)
    return Block("paragraph", start, end)


def sentences(text: str) -> list[Sentence]:
    """The sentences of all blocks, in order."""
    found: list[Sentence] = []
    for block in blocks(text):
        first = True
        for start, end in _cuts(text, block):
            while start < end and text[start].isspace():
                start += 1  # noqa: PLW2901
            if start < end:
                found.append(Sentence(start, end, block, len(found), first))
                first = False
    return found


def _cuts(text: str, block: Block) -> list[tuple[int, int]]:
    spans, last = [], block.start
    if block.kind == "turn" and (turn := TURN.match(text, block.start, block.end)):
        last = turn.end()
    for match in BREAK.finditer(text, last, block.end):
        short = text[match.start()] in ".…" and _is_short(text[max(block.start, match.start() - 12) : match.start()])
        if short and not NUMBERLESS.match(text, match.start() - 2):
            continue
        spans.append((last, match.end()))
        last = match.end()
    rest = block.end - last
    spans.append((last, last + len(text[last : block.end].rstrip()) if rest < LONGEST else block.end))
    return [piece for start, end in spans for piece in _short(text, start, end)]


def _is_short(before: str) -> bool:
    """Whether the full stop after a text is that of an abbreviation or of a number that counts paragraphs."""
    before = before.removesuffix("\n")
    return (before.endswith(SHORTENED) or before[-1:].isdecimal()) and SHORT.search(before) is not None


def _short(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]
