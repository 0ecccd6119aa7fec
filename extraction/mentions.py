"""Mentions: the actors of a text by their places, in rows, and whether something governs them."""

import re
from bisect import bisect_left
from functools import lru_cache

from extraction.actors import Actor

GOVERNING = (
    "in|at|to|from|of|with|for|against|near|between|into|over|than|on|under|about|around|toward|towards|via|through|"
    "across|inside|outside|behind|without|beyond|like|upon|by|and outside|alongside|including|among|despite|since|"
    "beside|next to|within|along|besides|onto|off|regarding|concerning|until|after|before|as|join|joins|joined|visit|"
    "visited|told|asked|urged|help|helps|helped|helping|protect|defend|support|supports|arm|met|meets|attack|attacks|"
    "attacked|deter|pressure|force|make|train|equip|let|leave|leaving|left|replace|reassure|secure|give|giving|gives|"
    "send|sends|buy|persuade|warned"
)
BETWEEN = (
    "the|all|both|neighbouring|other|former|mainland|western|eastern|southern|northern|central|their|its|his|own|"
    "non-eu|nato member|nato members|a|an|member|members"
)
PREPOSITION = re.compile(rf"(?:^|[\s(\"'])(?:{GOVERNING}) (?:(?:{BETWEEN}) )*$")
LAST = frozenset(words.split()[-1] for words in f"{GOVERNING}|{BETWEEN}".split("|"))
"""The words right before an actor that is governed."""
CHAIN = re.compile(r",? (?:and|or|nor|as well as|&|plus) (?:the )?$|, (?:the )?$|/|, and (?:the )?$|\+| & ?$|,$")
ATTRIBUTED = re.compile(
    r"(?:according to|in the words of|as|in the view of|in the eyes of|in the opinion of) (?:the |a |an |"
    r"one |its |his )?$"
)
LISTED = ("state", "people", "adjective", "owner")


class Actors:
    """The actors of a text, found by position."""

    def __init__(self, actors: list[Actor]) -> None:
        self.all = actors
        self.starts = [actor.start for actor in actors]

    def within(self, start: int, end: int) -> list[Actor]:
        """The actors that begin between two offsets."""
        return self.all[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def is_oblique(lower: str, actor: Actor) -> bool:
    """Whether a preposition or a verb governs the actor, so that it is not what acts."""
    start, reach = actor.start, max(0, actor.start - 40)
    if lower[start - 1 : start] != " ":
        return False
    word = lower[max(reach, lower.rfind(" ", reach, start - 1) + 1) : start - 1]
    return (word in LAST or not word.isalpha()) and _is_governed(lower[reach:start])


@lru_cache(maxsize=8192)
def _is_governed(before: str) -> bool:
    return not ATTRIBUTED.search(before) and bool(PREPOSITION.search(before))


def chains(lower: str, actors: list[Actor]) -> list[Actor]:
    """Actors in a row ("Estonia, Latvia and Lithuania") as one actor with all their countries."""
    out: list[Actor] = []
    for actor in actors:
        last = out[-1] if out else None
        if (
            last is not None
            and last.kind in (*LISTED, "office", "body")
            and actor.kind in LISTED
            and last.countries
            and actor.countries
            and actor.start - last.end <= 10
            and CHAIN.fullmatch(lower[last.end : actor.start])
        ):
            joined = tuple(dict.fromkeys((*last.countries, *actor.countries)))
            kind = actor.kind if actor.kind in ("owner", "people") else last.kind
            out[-1] = last.but(end=actor.end, countries=joined, kind=kind)
            continue
        out.append(actor)
    return out
