"""Conditions: what must be met before a statement holds, read from the words after a marker."""

import re
from dataclasses import dataclass
from functools import cache

from extraction import lexicon
from extraction.gate import Cue, cue, seen

REACH = 110
"""Characters after a marker in which its condition stands."""

ATTACKED = cue(
    r"(?:attack|strikes? at|struck|under fire|opens? fire|came under|comes under|shoot|fired|is broken|"
    r"was broken|violat)"
)
END = cue(
    r"[.;!?]|,? but (?!not|only)|(?<=\w), (?=(?:it|he|she|they|we|i|the (?:minister|chancellor|prime|"
    r"president)|and (?:that|said)|said|according|but) )| - "
)


@dataclass(frozen=True)
class Conditions:
    """The condition codes found, and whether a marker says that nothing holds without them."""

    codes: tuple[str, ...] = ()
    strong: bool = False


@cache
def _tables() -> tuple[Cue, Cue, list[tuple[str, Cue]]]:
    table = lexicon.table("conditions")
    return lexicon.pattern(table["strong"]), lexicon.pattern(table["weak"]), lexicon.labelled(table["codes"])


def find(text: str, owner: tuple[str, ...] = ()) -> Conditions:
    """The conditions in a stretch of text in small letters."""
    strong, weak, codes = _tables()
    found: list[str] = []
    is_strong = False
    for pattern, certain in ((strong, True), (weak, False)):
        for marker in pattern.finditer(text):
            scope = _scope(text, marker.end())
            word = marker.group()
            if word.endswith("long as") and AS_NEEDED.match(scope):
                continue
            if ATTACKED.search(scope) and not certain:
                continue
            hits = [code for code, known in codes if known.search(scope)]
            hits = [h for h in hits if _fits(h, word, scope, owner)]
            if certain:
                is_strong = True
                if not hits and CERTAIN.search(word):
                    hits = ["other"]
            found += [h for h in hits if h not in found]
    if len(found) > 1 and "other" in found:
        found.remove("other")
    return Conditions(tuple(found), is_strong)


AS_NEEDED = re.compile(
    r" (?:it takes|(?:is |it is |are |was |it was )?(?:necessary|needed|required|possible)|(?:ukraine|"
    r"kyiv|the ukrainians|ukrainians|it|they) (?:\w+ )?(?:needs?|wants?|requires?|asks?|wish\w*|desires?)|"
    r"the (?:threat|danger|war|fighting|aggression)|russia (?:continues|threatens|remains|is|wages|does|poses))"
)
CERTAIN = cue(
    r"provided|providing that|only (?:if|when|once|after)|condition|contingent|subject to|unless|long as|"
    r"depend|hing|understanding|exchange|return|not otherwise|precondition"
)


def _scope(text: str, at: int) -> str:
    scope = text[at : at + REACH]
    end = END.search(scope)
    return scope[: end.start()] if end else scope


LOOSE = (
    "after",
    "following",
    "with a",
    "with an",
    "with the",
    "under a",
    "under an",
    "under the",
    "when",
    "should",
    "by",
    "before",
    "until",
    "without",
    "within a",
    "within the",
    "as part of",
    "needs",
    "need",
    "needed",
)


def _fits(code: str, word: str, scope: str, owner: tuple[str, ...]) -> bool:
    """Whether a code fits its marker: "after talks with allies" is no condition, "after a ceasefire" is."""
    near = scope[:70]
    if word == "says yes" or word.endswith("its vote"):
        return code == "parliament"
    if code == "ceasefire":
        if word in (
            "by",
            "before",
            "with a",
            "with the",
            "without",
            "under a",
            "under the",
            "needs",
            "need",
            "within a",
            "within the",
            "as part of",
        ):
            return word in ("without", "with a", "as part of") and bool(
                re.match(r" ?(?:a |any )?(?:\w+ )?(?:ceasefire|truce|peace (?:deal|agreement|settlement))", near)
            )
        return True
    if code == "us_backstop" and "US" in owner:
        return False
    if word == "should":
        return False
    if word in (
        "under a",
        "under an",
        "under the",
        "with a",
        "with an",
        "with the",
        "within a",
        "within the",
        "in the framework of",
    ):
        return code in ("mandate", "us_backstop") or (
            code == "parliament" and bool(seen(r"consent|approv|vote|majority|agreement|backing|support", near))
        )
    if word in ("after", "following", "by", "before", "until"):
        return (
            (
                code == "parliament"
                and bool(
                    seen(r"vote|approv|consent|debate|decid|agree|mandate|said yes|backed|majority|referendum", near)
                )
            )
            or (code == "mandate" and word in ("after", "until", "before") and bool(seen(r"mandate|resolution", near)))
            or (code == "domestic_defence" and "replac" in near)
            or (code == "us_backstop" and word in ("before", "until"))
        )
    if word in ("without", "needs", "need", "needed", "would need", "as part of", "together with", "alongside"):
        return code in ("us_backstop", "mandate", "parliament", "allies_join")
    return True
