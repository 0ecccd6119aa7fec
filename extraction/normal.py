"""Normalise: one plain form of the text to match in, with the way back to the offsets of the stored text."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from extraction.words import Words

QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b`\u00b4", "'") | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
BLANKS = dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f", " ")
DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
LINES = dict.fromkeys("\r\u0085\u2028\u2029", "\n")
LETTERS = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "\u0131": "i", "İ": "I", "ð": "d", "Ð": "D"}


def _folds() -> dict[int, str]:
    table = {ord(char): to for char, to in (QUOTES | BLANKS | DASHES | LINES | LETTERS).items()}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and code not in table:
            table[code] = base
    for code in range(0x250, 0x20000):
        lowered = chr(code).lower()
        if len(lowered) != 1:
            table[code] = chr(code)
    return table


FOLDS = _folds()
FOLDED = re.compile("[" + "".join(re.escape(chr(code)) for code, to in FOLDS.items() if to != chr(code)) + "]+")
UNSEEN = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
"""Invisible and combining characters."""
REMOVED = re.compile(
    UNSEEN.pattern + r"|(?<=[a-z])-[ ]?\n[ ]*(?=[a-z])"  # a word cut at the end of a line
    r"|(?<=[ ])[ ]+"
)
AMERICA = re.compile(r"US(?<![A-Za-z]US)(?![A-Za-z$])")
SCANNED = re.compile(
    r"[OoQlI|01](?:(?<=\d[OoQ])(?=[\d,.OoQ]|\b)|(?<=\d[OoQ][OoQ])(?=[\d,.OoQ]|\b)|(?<=[, ][lI])(?=\d)|"
    r"(?<=[a-z][I|01])(?=[a-z])|(?<=[a-z]1)(?=1[a-z]|1\b)|(?<=[a-z]11)(?![\d,.%])|(?<=\d[lI])(?=\d|\b)|"
    r"(?<=l)(?<![A-Za-z]l)(?=taly|reland|celand|ran\b))"
)
"""A letter read as a digit or the other way round, as scanned pages have it."""
MISREAD = re.compile(r"[\dI|](?:(?<=[a-z][01I|])|(?<=[, ][lI]\d)|(?<=\d)[OoQlI])")
MISNAMED = re.compile(r"l(?:taly|reland|celand|ran)")
"""A text without both of these has nothing SCANNED; they are much faster to look for."""


@dataclass(frozen=True)
class Normal:
    """`text` is what is matched in, `lower` the same in small letters, both of one length."""

    text: str
    lower: str
    starts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    @cached_property
    def words(self) -> Words:
        """The words of `lower`."""
        return Words(self.lower)

    def original(self, position: int) -> int:
        """The offset in the stored text of a character of `text`."""
        if not self.starts:
            return position
        return position + self.shifts[bisect_right(self.starts, position) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the stored text that `text[start:end]` came from."""
        return self.original(start), self.original(end - 1) + 1


def normalise(text: str) -> Normal:
    """Fold quotes, blanks, dashes and accents; drop what can't be seen; mend words cut or misread by a scanner."""
    folded = FOLDED.sub(lambda match: match.group().translate(FOLDS), text)
    pieces, starts, shifts = [], [], []
    last = length = 0
    for match in REMOVED.finditer(folded) if _has_removed(folded) else ():
        if match.start() > last:
            pieces.append(folded[last : match.start()])
            starts.append(length)
            shifts.append(last - length)
            length += match.start() - last
        last = match.end()
    if last == 0:
        clean = _mended(folded)
        return Normal(clean, _lowered(clean))
    pieces.append(folded[last:])
    starts.append(length)
    shifts.append(last - length)
    clean = _mended("".join(pieces))
    return Normal(clean, _lowered(clean), tuple(starts), tuple(shifts))


def _has_removed(text: str) -> bool:
    """Whether there may be anything to remove: mostly there is not, and it is faster to see than to look for."""
    if "  " in text or "-\n" in text or "- \n" in text:
        return True
    return not text.isascii() and UNSEEN.search(text) is not None


def _lowered(text: str) -> str:
    """Small letters; the country US, no pronoun, becomes "üs", which folding leaves free, and "n't" the word "nt"."""
    return AMERICA.sub("üs", text).lower().replace("n't", " nt")


def _mended(text: str) -> str:
    return SCANNED.sub(_mend, text) if MISREAD.search(text) or MISNAMED.search(text) else text


def _mend(match: re.Match[str]) -> str:
    char = match.group()
    before = match.string[match.start() - 1] if match.start() else " "
    if char in "OoQ":
        return "0"
    if char == "0":
        return "o"
    if char == "l" and match.string[match.end() : match.end() + 1].isalpha():
        return "I"
    return "l" if before.isalpha() or (before == "1" and match.string[match.start() - 2].isalpha()) else "1"
