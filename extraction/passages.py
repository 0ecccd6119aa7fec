"""Passages: which sentences touch which topic, whoever speaks; for triage and search."""

from collections.abc import Iterator

from extraction.gate import cue

TOPICS = (
    (
        "guarantee",
        cue(
            r"security (?:guarantees?|assurances?|arrangements?|framework)|nato membership|article (?:5|five)\b|"
            r"guarantees? for ukraine|bilateral agreement"
        ),
    ),
    (
        "participation",
        cue(
            r"(?:willing|ready|prepared|agree\w*|who|which|countries|nations|allies|governments?).{0,60}(?:take "
            r"part|participat\w+|contribute|be part of|join)|(?:take part|participat\w+) in .{0,40}(?:force|"
            r"mission|guarantees?|framework|arrangements?)|coalition of the willing"
        ),
    ),
    (
        "partners",
        cue(
            r"third[- ](?:party|country|countries)|(?:which|other|more|non-european) (?:\w+ ){0,4}(?:countries|"
            r"nations|states).{0,60}(?:could|would|participate|take part|join)"
        ),
    ),
    (
        "troops",
        cue(
            r"(?:send|deploy|sending|deploying|deployment of|contribute|put|station\w*|willing|"
            r"provide)\b.{0,50}\b(?:troops?|soldiers?|peacekeepers|forces|battalions?|contingents?)\b|"
            r"\b(?:troops?|soldiers?|peacekeepers|boots) (?:\w+ ){0,4}(?:in|to|into|on) (?:ukrain\w+|the ground)|"
            r"troop deployments?|(?:troops?|soldiers?|forces) (?:\w+ ){0,3}(?:deployed|sent|stationed)"
        ),
    ),
    (
        "force_size",
        cue(
            r"(?:size|strength|number) of (?:\w+ ){0,4}(?:force|mission|troops|contingent)|(?:force|mission|"
            r"contingent) of (?:\w+ ){0,3}[\d,.]+|how (?:many|large|big) .{0,40}(?:troops|soldiers|force)|"
            r"necessary size"
        ),
    ),
    (
        "deployment",
        cue(
            r"where .{0,40}(?:deployed|stationed|based|force)|(?:deployed|stationed|based) (?:in|along|near|at) "
            r".{0,40}(?:ukraine|kyiv|lviv|odesa|border|line)|troop deployments|military deployments|over ukraine|"
            r"black sea"
        ),
    ),
    (
        "duration",
        cue(
            r"how long|for how long|(?:stay|remain|deployed|mandate) .{0,40}(?:years|months)|as long as (?:needed|"
            r"necessary|it takes)|long-term (?:commitment|presence)"
        ),
    ),
    (
        "attack_response",
        cue(
            r"(?:respond|response|react|answer|happen\w*).{0,60}(?:if|to|should) .{0,30}(?:attack|struck|fire)|if "
            r"russia .{0,30}attack\w*|attack (?:on|against) (?:the|a|these|such|security) .{0,20}(?:force|forces|"
            r"troops|soldiers)"
        ),
    ),
    (
        "us_support",
        cue(
            r"(?:u\.s\.|us|american|washington) (?:\w+ ){0,2}(?:backing|backstop|support|guarantees?|military and "
            r"financial|intelligence|air cover|enablers)|(?:support|resources|backing|help|"
            r"requirements?).{0,50}(?:from|of) (?:washington|the united states|the us|the americans)|"
            r"expect(?:ations)? from (?:washington|the u\.s|the united states)"
        ),
    ),
    (
        "aid",
        cue(
            r"(?:military|financial|additional|humanitarian|more) (?:\w+ )?(?:aid|assistance|support|capabilities|"
            r"equipment)|(?:weapons|arms|equipment|capabilities|ammunition|drones|air defen[cs]e|"
            r"maintenance).{0,60}(?:ukrain|kyiv)|(?:ukrain|kyiv).{0,60}(?:weapons|equipment|ammunition|drones|air "
            r"defen[cs]e)"
        ),
    ),
    (
        "sanctions",
        cue(
            r"sanctions?\b|price cap|shadow fleet|frozen (?:russian )?assets|embargo|russian (?:state |central "
            r"bank )?assets"
        ),
    ),
)


def tags(sentence: str) -> Iterator[str]:
    """The topics that a sentence in small letters touches."""
    for topic, pattern in TOPICS:
        if pattern.search(sentence):
            yield topic
