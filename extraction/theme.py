"""Theme: what a document, a paragraph and a sentence are about, and what bars a sentence altogether."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extraction import lexicon
from extraction.gate import Cue, cue, seen

UKRAINE = cue(r"ukrain|kyiv|kiev|zelensk")
FORCE = cue(
    r"(?:reassurance|multinational|peacekeeping|stabili[sz]ation|security|european|european-led|such a|"
    r"this|that|possible|future|international|monitoring|naval|"
    r"observer|allied|coalition|a|the|any) (?:\w+ )?(?:force|mission|contingent|coalition|arrangement)\b|"
    r"peacekeep|peace-keep|coalition of the willing|boots on the ground|"
    r"ceasefire|cease-fire|truce|peace (?:deal|agreement|settlement|plan)|security guarantees?|soldiers? "
    r"(?:in|to|into|for) ukraine|troops? (?:in|to|into|for) ukraine|"
    r"armistice|ukrainian (?:soil|territory|ground)|set foot in ukraine|sending (?:soldiers|troops)|send "
    r"(?:soldiers|troops)|hostilities|mine (?:counter)?measures (?:group|mission)|reassurance force|"
    r"guarantees for ukraine"
)
AID = cue(
    r"(?:military|financial|humanitarian|security|budget) (?:aid|support|assistance)|(?:weapons?|arms|"
    r"ammunition|drones?|tanks?|howitzers?|patriots?|missiles?|air defen[cs]e|package)\b.{0,60}"
    r"(?:ukrain|kyiv)|(?:ukrain|kyiv).{0,80}(?:weapons?|arms|ammunition|drones?|tanks?|howitzers?|"
    r"patriots?|missiles?|air defen[cs]e|package|billion|million)|(?:support|aid|assistance|help) (?:for|"
    r"to) (?:ukraine|kyiv)"
)
SANCTIONS = cue(r"sanction|price cap|shadow fleet|frozen assets|russian (?:\w+ )?assets|embargo|th package|th round")
RUSSIA = cue(r"russia|moscow|kremlin|putin")
SOLDIERS = cue(
    r"soldiers?|troops?\b|peace ?-?keepers?|contingent|boots on the ground|battalion|brigade|combat|infantry"
)
PART = cue(
    r"take part|taking part|participat|join the|joining|contribut|be part|coalition|role|ships|jets|"
    r"frigate|fighters|logistic"
)
CORRECTED = cue(
    r"(?:earlier|previous|original|first|printed|initial) (?:version|edition|report|draft of this|"
    r"headline)|\(corrects|correction:|corrected|erroneous|mistakenly|wrongly (?:said|reported|stated|"
    r"gave)|"
    r"misquoted|misstated|we apologi[sz]e|this version corrects|has been corrected|was wrong to say|incorrectly"
)
HYPOTHETICAL = cue(
    r"\b(?:were to|suppose|supposing|imagine (?:that|a)|hypothetical(?:ly)?|thought experiment|war ?game|"
    r"in theory|let us assume|what if|scenario|simulation|fictional|novel|"
    r"if (?:she|he|it|they|the opposition|le pen|the afd) (?:were|won|wins|came to power)|rumou?rs?|"
    r"speculation|fake|doctored|disinformation|satir\w+|alleged(?:ly)?)\b"
)
SPORT = cue(
    r"\b(?:coach|striker|midfielder|goalkeeper|uefa|fifa|world cup|stadium|championship|tournament|"
    r"fixture|scored|nations league|kick-?off)\b"
)
INVENTED = cue(
    r"\b(?:war ?games?|table-?top|simulation|role-?play\w*|fictional|training exercise|exercise scenario|"
    r"exercise only|quiz|crossword|thriller|short story)\b"
)
POLL = cue(
    r"\b(?:polls?|surveys?|opinion research|per ?cent of those|percent of the|respondents|percent said|"
    r"percent could|percent for|pct of|"
    r"percent of (?:\w+ )?(?:voters|people|citizens|germans|poles|danes|french|britons|those)|% (?:for|of|"
    r"against))(?=\W)"
)
ATTACK = cue(
    r"attack|shelled|struck|under fire|shoot|fired (?:on|upon|at)|guns are turned|truce (?:is|was) broken|"
    r"when it breaks|hit\b|harmed|killed"
)
HISTORY = cue(r"\b(?:18\d\d|19\d\d|200\d|201[0-3])\b")


@cache
def _missions() -> tuple[Cue, Cue, Cue]:
    table = lexicon.table("missions")
    return lexicon.pattern(table["places"]), lexicon.pattern(table["stationed"]), lexicon.pattern(table["hosts"])


@dataclass
class Theme:
    """What is talked about where a clause stands."""

    ukraine: bool = False
    """The document is about Ukraine."""
    russia: bool = False
    about_force: bool = False
    """The sentence, or what stands before it, speaks of the force, of peace or of soldiers for Ukraine."""
    about_force_here: bool = False
    vetoed: bool = False
    """The sentence is a correction, a hypothetical, history or about another mission."""
    last: str = ""
    """What the sentences before were about."""
    last_age: int = 0
    force: bool = False
    """The document speaks of a force, of peace or of guarantees."""
    aid: bool = False
    """The document speaks of aid for Ukraine."""
    force_age: int = 99
    attack_age: int = 99
    aid_age: int = 99
    sanctions_age: int = 99
    russia_age: int = 99

    @property
    def aid_near(self) -> bool:
        """Aid was spoken of a moment ago."""
        return self.aid or self.aid_age <= 3

    @property
    def sanctions_near(self) -> bool:
        """Sanctions were spoken of a moment ago."""
        return self.sanctions_age <= 3

    @property
    def russia_near(self) -> bool:
        """Russia was named a moment ago."""
        return self.russia_age <= 4

    def enter(self, lower: str, start: int, end: int, *, new_block: bool, previous: str = "") -> None:
        """Take up a sentence."""
        text = lower[start:end]
        self.about_force_here = bool(FORCE.search(text))
        self.force_age = 0 if self.about_force_here else self.force_age + 1
        self.about_force = self.force or (self.ukraine and self.force_age <= 8)
        self.attack_age = 0 if ATTACK.search(text) else self.attack_age + 1
        self.aid_age = 0 if AID.search(text) else self.aid_age + 1
        self.sanctions_age = 0 if SANCTIONS.search(text) else self.sanctions_age + 1
        self.russia_age = 0 if RUSSIA.search(text) else self.russia_age + 1
        self.last_age += 1
        if self.last_age > 2:
            self.last = ""
        self.vetoed = (
            not self.ukraine
            or bool(CORRECTED.search(text) or HYPOTHETICAL.search(text) or POLL.search(text))
            or self._elsewhere(text)
        )

    def leave(self, text: str) -> None:
        """Remember what the sentence was about."""
        if SOLDIERS.search(text):
            self.last, self.last_age = "troops", 0
        elif PART.search(text):
            self.last, self.last_age = "participation", 0

    def _elsewhere(self, text: str) -> bool:
        places, stationed, hosts = _missions()
        here = UKRAINE.search(text) is not None or bool(
            seen(r"peacekeep|coalition of the willing|the talks|lviv|odesa", text)
        )
        if places.search(text) and not here:
            return True
        if HISTORY.search(text) and not here:
            return True
        return (
            not here
            and bool(stationed.search(text))
            and bool(hosts.search(text))
            and not seen(r"\b(?:will|would|could|ready|willing)\b", text)
        )


def document_theme(lower: str) -> Theme:
    """The theme a document starts with."""
    head = lower[:200000]
    russia = bool(seen(r"russia|moscow|kremlin|ghost fleet|shadow fleet", head))
    spoken = {m.group() for known in (FORCE, SANCTIONS) for m in known.finditer(head)}
    invented = sum(1 for _ in INVENTED.finditer(head[:1500])) > 1
    sport = invented or sum(1 for _ in SPORT.finditer(head)) > 2
    ukraine = (
        (not sport and bool(UKRAINE.search(head)))
        or len(spoken) > (0 if russia else 1)
        or (not sport and russia and bool(AID.search(head)))
    )
    return Theme(
        ukraine=ukraine,
        russia=russia,
        force=ukraine and bool(FORCE.search(head) or SOLDIERS.search(head)),
        aid=ukraine,
    )


def signs(text: str) -> Iterator[str]:
    """Names of what speaks against a claim in a sentence in small letters."""
    places, stationed, _ = _missions()
    for name, known in (
        ("corrected", CORRECTED), ("hypothetical", HYPOTHETICAL), ("poll", POLL), ("history", HISTORY),
        ("elsewhere", places), ("stationed", stationed),
    ):  # fmt: skip
        if known.search(text):
            yield name
