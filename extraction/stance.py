"""Scope: how a clause commits its holder: negation, hedges, modality, conditions, and how far it has come."""

import re
from dataclasses import dataclass
from functools import cache

from extraction import conditions, lexicon
from extraction.gate import Cue, cue, seen

LIMIT = re.compile(
    r"^[\s,;:\-\"']*(?:and |but |or |though |although )?(?:only |not |provided|providing|if |unless|once |"
    r"as long|so long|on (?:the )?condition|subject to|after |"
    r"when |as soon|assuming|depending|contingent|conditional|with the consent|under a|with a|this "
    r"assumes|that depends|on one condition|in return)[^.;!?]*"
)
REPLY = re.compile(r"\W{1,4}(no|never|yes|of course|certainly)\b(?! (?:one|decision|comment|plan|final|\w+ yet))")
WHETHER = re.compile(r"\W*(?:(?:the|any) (?:question|decision)(?: of| on| about)? )?whether ")
ONLY = re.compile(
    r"\b(?:never again|nothing about ukraine without ukraine|no (?:[\w'-]+ ){0,2}(?:limits?|limitations?|"
    r"restrictions?|caps?|ceilings?|veto|"
    r"deadline|alternative|substitute|illusions?)|(?:cannot|could not|must not|should not|may not|will "
    r"not|would not|has no|have no|nt) (?:be )?(?:have |hold |get |"
    r"given |granted |accept |allow |allowed )?(?:[\w'-]+ ){0,3}(?:veto|right to (?:veto|decide|block))|"
    r"not (?:be )?(?:limited|restricted|left alone|abandon\w*|"
    r"forgotten|rest|tire|waver|relent|slacken|falter|rewarded?|imposed)|not at the expense|not be "
    r"changed by force|(?:not|non-?) ?negotiable)\b|"
    r"\b(?:not only|no more than|no later than|nothing more|no doubt|not least|no less than|not just|not "
    r"merely|if not|no fewer than|not more than|whether or not|not fewer than|no one doubts|even if it "
    r"was not a member|not a member|no secret|not far from|not alone|not for the first time|not enough|no "
    r"army|as never before|not go unanswered|not hesitate|not stand (?:aside|by|idle)|not including|not counting)\b"
)


ASIDE = re.compile(r", (?:once|if|when|as soon as|provided|after)[^,]{0,80}, ")
IF_REFUSED = cue(
    r"\b(?:if|should|unless) (?:it|he|they|she|russia|moscow|putin|the kremlin) (?:\w+ )?(?:refus\w+|"
    r"reject\w*|block\w*|oppos\w+|does (?:not|nt)|did (?:not|nt)|fail\w*|drag\w*|stall\w*)"
)
AGAINST_WHAT = re.compile(
    r"(?:sanctions?|measures?|pressure|embargo|package|steps?|defen[cs]e|protect\w*|fight|war|aggression|"
    r"attacks?|enforcement|guarantees?|deterrent|directed|shield|insurance|"
    r"tariffs?|action|move|moves|act|force|restrictions|secure|guard|drones?|vote) against (?!it\b|this|"
    r"that|sending|such|any)|"
    r"against (?:the will|the advice|the wishes|russia|moscow|putin|the (?:so-called )?(?:ghost|shadow)|"
    r"russian|attacks?|drones?|missiles?|aggression|a russian|any attack|tankers|vessels|firms|companies|"
    r"banks|refineries|those who|persons|individuals)"
)


@dataclass(frozen=True)
class Cues:
    """A topic's own cues beside the common ones."""

    undecided: Cue = lexicon.NEVER
    against: Cue = lexicon.NEVER
    favor: Cue = lexicon.NEVER


@dataclass(frozen=True)
class Judgement:
    """Stance and status of a clause; `strong` where its cue leaves little doubt."""

    stance: str
    status: str | None
    conditions: tuple[str, ...] = ()
    strong: bool = True


@cache
def _common() -> dict[str, Cue]:
    table = lexicon.table("stance")
    return {key: lexicon.pattern(table[key]) for key in ("silent", "undecided", "against", "favor", "told", "strict")}


@cache
def _statuses() -> list[tuple[str, Cue]]:
    return lexicon.labelled(lexicon.table("stance")["status"])


@cache
def cues(topic: str) -> Cues:
    """The cues that a topic's lexicon adds."""
    table = lexicon.table(topic)
    return Cues(*(lexicon.pattern(table.get(key)) for key in ("undecided", "against", "favor")))


def region(text: str, tail: str) -> str:
    """The clause with the limits that follow it in its sentence."""
    limit = LIMIT.match(tail)
    return text + (limit.group() if limit else "")


def judge(
    text: str, tail: str = "", *, own: Cues | None = None, owner: tuple[str, ...] = (), common: bool = True
) -> Judgement | None:
    """What a clause says, or None where it takes no position."""
    patterns, own = _common(), own or Cues()
    if patterns["silent"].search(text):
        return None
    plain = AGAINST_WHAT.sub(" ", ASIDE.sub(" ", ONLY.sub(lambda m: " " * len(m.group()), text)))
    plain = IF_REFUSED.sub(" ", plain)
    if seen(r"\basked\b", text) and (reply := REPLY.match(tail)):
        return Judgement(
            "against" if reply[1] in ("no", "never") else "favor", None if reply[1] in ("no", "never") else "pledged"
        )
    met = conditions.find(region(text, tail), owner)
    if own.undecided.search(plain) or (common and patterns["undecided"].search(plain)):
        open_to = seen(r"open to|consider|not (?:\w+ )?(?:rul|exclud)", plain)
        if met.codes and met.strong and open_to and "other" not in met.codes:
            return Judgement("conditional", "proposed", met.codes)
        concrete = seen(
            (
                r"(?:is|are|was|were|be|still|considering|consider|weigh\w*|study\w*|examin\w*) (?:considering|"
                r"weighing|studying|examining|exploring)|considering|considers|weighing|mulling"
            ),
            plain,
        )
        return Judgement("undecided", "proposed" if concrete else None)
    if own.against.search(plain) or (common and patterns["against"].search(plain)):
        if met.codes and met.strong and _strict(patterns, region(text, tail)):
            return Judgement("conditional", status(text, conditional=True), met.codes)
        return Judgement(
            "against", "withdrawn" if seen(r"withdr|taken back|took back|backed out|no longer", plain) else None
        )
    strong = bool(own.favor.search(plain))
    if strong or (common and patterns["favor"].search(plain)):
        if met.codes:
            return Judgement("conditional", status(text, conditional=True), met.codes)
        return Judgement("undecided", None) if WHETHER.match(plain) else Judgement("favor", status(text))
    if met.codes and met.strong:
        return Judgement("conditional", "proposed", met.codes, strong=False)
    return None


def _strict(patterns: dict[str, Cue], text: str) -> bool:
    return bool(patterns["strict"].search(text))


def status(text: str, *, conditional: bool = False) -> str:
    """How far a commitment has come, by coding rule 3."""
    would = seen(r"\bwould\b", text)
    for name, pattern in _statuses():
        hit = pattern.search(text)
        if not hit:
            continue
        if conditional and name in ("delivered", "allocated"):
            continue
        if name == "pledged" and hit.group() == "will" and seen(r"\b(?:ready|willing|prepared)\b", text[: hit.start()]):
            continue
        if (
            name == "proposed"
            and hit.group() == "would"
            and not conditional
            and _common()["told"].search(text)
            and would
        ):
            return "pledged" if not seen(r"\b(?:ready|willing|prepared|like)\b", text) else "proposed"
        return name
    return "proposed" if conditional else "pledged"
