"""Labels: what headings, list labels and turns of speakers say about whose words follow."""

import re

from extraction.memory import Memory, Source
from extraction.mentions import Actors, chains
from extraction.normal import Normal
from extraction.segment import BULLET, CLOCK, Block
from extraction.sources import source_of

SEPARATOR = re.compile(r"(?:'s)?(?: ?\([^()\n]{0,60}\))?(?: ?[:|]| ?-(?= )|\.(?= ))")
NAMING = ("state", "adjective", "people", "group", "person", "body")


class Labels:
    """Who has the floor, block by block. `turns` gives the source of each speaker's label, None for who only asks."""

    def __init__(self, lower: str, turns: dict[str, Source | None] | None = None, floor: Source | None = None) -> None:
        self.asked = False
        self.turn = False
        self.labelled = False
        """The block is an entry under a country's name, in short words."""
        self.section: tuple[str, ...] = ()
        """The countries that the heading above names."""
        self.lower = lower
        self.turns = turns or {}
        self.floor = floor

    def enter(self, block: Block, index: Actors, memory: Memory, normal: Normal) -> None:
        """Take up a new block."""
        memory.open_quote = False
        self.labelled = False
        memory.label = ()
        if block.label in self.turns:
            self._turn(block, memory)
            return
        if self.turn and block.kind == "paragraph":
            return
        self.turn = self.asked = False
        memory.speaker = self.floor if block.kind != "heading" else None
        if self.section and block.kind != "heading":
            memory.focus = memory.person = memory.label = self.section
        elif memory.home and block.kind != "heading":
            memory.focus = memory.person = memory.home
        if block.kind == "heading":
            self._heading(block, index, memory)
        else:
            self._entry(block, index, memory, normal)

    def _turn(self, block: Block, memory: Memory) -> None:
        source = self.turns[block.label]
        self.turn = True
        self.asked = source is None
        memory.speaker = source
        if source is not None:
            memory.focus = memory.person = source.countries

    def _heading(self, block: Block, index: Actors, memory: Memory) -> None:
        named = [a for a in index.within(block.start, block.end) if a.kind in NAMING and a.countries]
        self.section = ()
        if named:
            first = chains(self.lower, named)[0]
            if block.end - block.start - (first.end - first.start) <= 10:
                memory.focus = memory.person = self.section = first.countries

    def _entry(self, block: Block, index: Actors, memory: Memory, normal: Normal) -> None:
        start = label_start(normal.text, block)
        named = [a for a in index.within(start, min(block.end, start + 120)) if a.kind in NAMING]
        if not named or named[0].start - start > 4:
            return
        first = chains(self.lower, named)[0]
        if not first.countries or not SEPARATOR.match(normal.text, first.end):
            return
        if first.kind == "person":
            memory.speaker = source_of(normal, first, memory)
        memory.focus = memory.person = first.countries
        memory.label = first.countries
        self.labelled = block.kind in ("item", "entry") or block.end - block.start < 200


def label_start(text: str, block: Block) -> int:
    """Where the words of a block begin, after its bullet, its number or its time."""
    start = block.start
    for mark in (BULLET, CLOCK, BULLET):
        if found := mark.match(text, start, block.end):
            start = found.end()
    while start < block.end and text[start] in " -|:":
        start += 1
    return start
