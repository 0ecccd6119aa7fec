"""Theme: what speaks against a document being about Ukraine's security, and against a claim in a sentence."""

from collections.abc import Iterator
from functools import cache

from extraction import lexicon
from extraction.gate import Cue, cue, seen

HEAD = 200_000
"""Characters in which a document's theme is looked for."""
OPENING = 1500
UKRAINE = cue(r"ukrain|kyiv|kiev|zelensk")
FORCE = cue(
    r"(?:reassurance|multinational|peacekeeping|stabili[sz]ation|security|european|european-led|such a|this|that|"
    r"possible|future|international|monitoring|naval|observer|allied|coalition|a|the|any) (?:\w+ )?"
    r"(?:force|mission|contingent|coalition|arrangement)\b|peacekeep|peace-keep|coalition of the willing|"
    r"boots on the ground|ceasefire|cease-fire|truce|peace (?:deal|agreement|settlement|plan)|security guarantees?|"
    r"armistice|set foot in ukraine|(?:send|sending) (?:soldiers|troops)|hostilities|reassurance force"
)
SANCTIONS = cue(r"sanction|price cap|shadow fleet|frozen assets|russian (?:\w+ )?assets|embargo|th package|th round")
CORRECTED = cue(
    r"(?:earlier|previous|original|first|printed|initial) (?:version|edition|report|draft of this|headline)|"
    r"\(corrects|correction:|corrected|erroneous|mistakenly|wrongly (?:said|reported|stated|gave)|misquoted|misstated|"
    r"we apologi[sz]e|this version corrects|has been corrected|was wrong to say|incorrectly"
)
HYPOTHETICAL = cue(
    r"\b(?:were to|suppose|supposing|imagine (?:that|a)|hypothetical(?:ly)?|thought experiment|war ?game|in theory|"
    r"let us assume|what if|scenario|simulation|fictional|novel|"
    r"if (?:she|he|it|they|the opposition|le pen|the afd) (?:were|won|wins|came to power)|rumou?rs?|speculation|fake|"
    r"doctored|disinformation|satir\w+|alleged(?:ly)?)\b"
)
SPORT = cue(
    r"\b(?:coach|striker|midfielder|goalkeeper|uefa|fifa|world cup|stadium|championship|tournament|fixture|scored|"
    r"nations league|kick-?off)\b"
)
INVENTED = cue(
    r"\b(?:war ?games?|table-?top|simulation|role-?play\w*|fictional|training exercise|exercise scenario|"
    r"exercise only|quiz|crossword|thriller|short story)\b"
)
POLL = cue(
    r"\b(?:polls?|surveys?|opinion research|respondents|(?:per ?cent|percent|pct|%) (?:of|for|against|said|could)"
    r"(?: the| those| voters| people| citizens)?)(?=\W)"
)
HISTORY = cue(r"\b(?:18\d\d|19\d\d|200\d|201[0-3])\b")


@cache
def _missions() -> tuple[Cue, Cue]:
    table = lexicon.table("missions")
    return lexicon.pattern(table["places"]), lexicon.pattern(table["stationed"])


def themes(lower: str) -> Iterator[str]:
    """Names of what speaks against a document in small letters being about Ukraine's security."""
    head = lower[:HEAD]
    if not UKRAINE.search(head):
        yield "no ukraine"
        if not seen(r"russia|moscow|kremlin|putin", head):
            yield "no russia"
        if not (FORCE.search(head) or SANCTIONS.search(head)):
            yield "no force"
    if sum(1 for _ in SPORT.finditer(head)) > 2:
        yield "sport"
    if sum(1 for _ in INVENTED.finditer(head[:OPENING])) > 1:
        yield "invented"


def signs(text: str) -> Iterator[str]:
    """Names of what speaks against a claim in a sentence in small letters."""
    places, stationed = _missions()
    for name, known in (
        ("corrected", CORRECTED),
        ("hypothetical", HYPOTHETICAL),
        ("poll", POLL),
        ("history", HISTORY),
        ("elsewhere", places),
        ("stationed", stationed),
    ):
        if known.search(text):
            yield name
