"""Opinions: forms of guarantee, needs from the United States, answers to an attack, partners."""

from collections.abc import Iterator
from functools import cache

from extraction import lexicon, stance
from extraction.actors import tracked
from extraction.findings import Finding, is_barred, value, voice
from extraction.frames import Clause
from extraction.gate import Cue, cue, seen
from extraction.theme import Theme

ALWAYS = ("nato_membership", "eu_membership", "article5_like")
ABOUT_US = cue(
    r"\b(?:american|americans|america|america's|united states|u\.s\.|üs|washington|washington's|trump|"
    r"white house|pentagon|across the atlantic)\b"
)
DOUBT = cue(
    r"\b(?:not|never|cannot|can't|couldn't|wouldn't|won't|doesn't|no|nobody|nothing|none|hardly|hollow|"
    r"unthinkable|impossible|nor|neither|doubt\w*|unable|worthless|illusion)\b.{0,90}\bwithout"
)
CAPPED = cue(r"\b(?:limits?|limitations?|restrictions?|caps?|ceilings?|demilitari\w+|disarm\w*)\b")
BACK = cue(
    r"sanctions .{0,60}(?:return|back|snap)|americans .{0,40}(?:come in|intervene|step in)|that same "
    r"(?:week|day)|asks? for more|then (?:it|we|they) (?:fires?|shoots?)|respond|reinforce|consult|strike "
    r"back|at once"
)
BOUGHT = cue(
    r"\b(?:buy|buys|bought|buying|purchase|purchases|purchased|order|orders|ordered|"
    r"procure)\b.{0,80}(?:american|united states|üs\b|u\.s\.)|american (?:tariffs?|draft|election|general|"
    r"air defen[cs]e equipment|weapons (?:for|package))|"
    r"thank\w*|stationed in europe|tariffs?|package of american"
)
JOIN = (
    r"(?:among the guarantors|a guarantor|a seat|be among|take part|taking part|join|be there|be part|be "
    r"in|contribute|participate|be on board|be present|"
    r"send|play|be involved|come|be at the table|be included|be invited|belong|come in|be a guarantor|"
    r"help|have a role|in it|in the (?:arrangement|force|coalition|mission))"
)
SHOULD = cue(
    rf"(?:should|must|ought to|has to|have to|needs? to|could also|could) (?:\w+ )?{JOIN}|(?:want|wants|"
    rf"wanted|would like|should like|hopes?|hoped|wishes|invites?|invited|in favour of|favours?|likes?|"
    rf"urged?|urges|calls? (?:on|for)|"
    rf"asked|asks|welcomes?|would welcome|counts? on|counting on|relies on|"
    rf"proposes?|proposed|suggests?|suggested|names?|named|sees?)\b[^.;]{{0,50}}\b(?:{JOIN}|as (?:a "
    rf")?(?:partners?|participants?|contributors?|guarantors?|members?)|in (?:the|such|it)|a seat|take "
    rf"part|taking part|on board|"
    rf"to {JOIN})"
)
WITHOUT = cue(
    r"(?:without (?:the )?(?P<who>[a-z\u00c0-\u024f ]+?)(?: it| nothing| no| there|,| in| the| at|$)|"
    r"(?:cannot|nobody|no one|nothing|will not|would not|won't|could not|can't|impossible|unthinkable|no "
    r"force|no mission|indispensable|essential|key|vital|crucial))"
)
INDISPENSABLE = cue(
    r"without|indispensable|essential|cannot|nobody|no one could|vital|crucial|must|only works with|"
    r"needed|necessary|impossible|has to"
)


@cache
def _forms() -> list[tuple[str, Cue]]:
    return lexicon.labelled(lexicon.table("guarantee")["forms"])


@cache
def _named(name: str, key: str) -> Cue:
    return lexicon.pattern(lexicon.table(name)[key])


@cache
def _labelled(name: str, key: str) -> list[tuple[str, Cue]]:
    return lexicon.labelled(lexicon.table(name)[key])


def guarantees(clause: Clause, theme: Theme) -> Iterator[Finding]:
    """The forms of guarantee that a clause is for or against."""
    if is_barred(clause) or theme.vetoed:
        return
    text = clause.lower
    forms = [form for form, pattern in _forms() if pattern.search(text)]
    if not forms:
        return
    near = bool(_named("guarantee", "theme").search(text))
    if not near:
        forms = [
            f
            for f in forms
            if f in ALWAYS
            and not seen(
                r"joined nato|member of nato since|became a member|nato's article 5 |invoked|treaty says", text
            )
        ]
        if "multinational_force" not in forms and seen(
            r"anybody's soldiers|presence of the alliance|(?:european|foreign|western) (?:soldiers|troops) in ukraine",
            text,
        ):
            forms.append("multinational_force")
    if not forms:
        return
    if "armed_ukraine" in forms and not seen(
        (r"guarantee|deterr|insurance|assurance|protect|security|hedgehog|porcupine|best|strongest"), text
    ):
        forms.remove("armed_ukraine")
    if "multinational_force" in forms and not near and not seen(r"anybody's|presence of|in ukraine", text):
        forms.remove("multinational_force")
    countries = voice(clause)
    if not forms or not countries:
        return
    judged = stance.judge(text, clause.tail, own=stance.cues("guarantee"), owner=countries)
    if judged and judged.stance == "against" and "armed_ukraine" in forms and CAPPED.search(text):
        judged = stance.Judgement("favor", None)
    if judged is None or (
        set(forms) == {"multinational_force"}
        and judged.stance == "favor"
        and not seen(r"guarantee|deterr|reassur", text)
    ):
        return
    yield Finding(
        "guarantee",
        judged.stance,
        None,
        judged.conditions,
        value("guarantee", forms=forms),
        countries,
        clause.start,
        clause.end,
        clause,
        {"near": near, "strong": judged.strong},
    )


def us_support(clause: Clause, theme: Theme) -> Iterator[Finding]:
    """What the holder needs from the United States, or what these would provide."""
    text = clause.lower
    if is_barred(clause) or theme.vetoed or not ABOUT_US.search(text) or BOUGHT.search(text):
        return
    countries = tuple(c for c in voice(clause) if c != "US")
    if not countries and clause.subject_kind == "body" and clause.source is None:
        countries = tuple(c for c in clause.home if c != "US")
    resources = [name for name, pattern in _labelled("us_support", "resources") if pattern.search(text)]
    if (voice(clause) == ("US",) and not countries) or (
        clause.source is None and clause.subject == ("US",) and not countries
    ):
        yield from _provided(clause, resources)
        return
    if not countries:
        return
    general = _named("us_support", "general").search(text)
    refused = _named("us_support", "against").search(text)
    if refused and DOUBT.search(text[: refused.end()]):
        refused = None
    needed = _named("us_support", "need").search(text)
    if not (refused or needed) or not (resources or general or refused or seen(r"without", text)):
        return
    if not resources:
        resources = ["backstop"]
    horizon = (
        "short_term"
        if _named("us_support", "short_term").search(text)
        else "long_term"
        if _named("us_support", "long_term").search(text)
        else "unspecified"
    )
    given = value("us_support", resources=resources, horizon=horizon)
    yield Finding(
        "us_support",
        "against" if refused else "favor",
        None,
        (),
        given,
        countries,
        clause.start,
        clause.end,
        clause,
        {"named": len(resources) > 0, "strong": bool(general)},
    )


def _provided(clause: Clause, resources: list[str]) -> Iterator[Finding]:
    if not resources or resources == ["troops"] or not _named("us_support", "provide").search(clause.lower):
        return
    judged = stance.judge(clause.lower, clause.tail, owner=("US",))
    if judged is None:
        return
    given = value("us_support", resources=[r for r in resources if r != "troops"], horizon="unspecified")
    yield Finding(
        "us_support",
        judged.stance,
        None,
        judged.conditions,
        given,
        ("US",),
        clause.start,
        clause.end,
        clause,
        {"provided": 1.0},
    )


def attack_response(clause: Clause, theme: Theme, sentence: str) -> Iterator[Finding]:
    """What the holder would do if the force was attacked."""
    here = _named("attack", "trigger").search(sentence)
    if is_barred(clause) or theme.vetoed or not (here or (theme.attack_age <= 3 and BACK.search(clause.lower))):
        return
    text = clause.lower
    trigger = _named("attack", "trigger").search(text)
    plain = text if trigger is None or "article" in text else f"{text[: trigger.start()]} {text[trigger.end() :]}"
    actions = [name for name, pattern in _labelled("attack", "actions") if pattern.search(plain)]
    if not actions:
        return
    if len(actions) > 1 and "other" in actions:
        actions.remove("other")
    countries = voice(clause)
    if not countries or _named("attack", "undecided").search(text):
        return
    against = _named("attack", "against").search(text)
    modal = seen(
        (
            r"\b(?:will|would|must|should|has to|have to|had to|wants?|answer|need|shall|prefers?|suggested|"
            r"called|asks?|expects?|can|could|demands?|means?|promised|proposed)\b"
        ),
        text,
    )
    if not (against or modal) or not (
        theme.about_force or seen(r"soldiers|troops|force|mission|our people|ukraine", sentence)
    ):
        return
    given = value("attack_response", actions=actions)
    yield Finding(
        "attack_response",
        "against" if against else "favor",
        None,
        (),
        given,
        countries,
        clause.start,
        clause.end,
        clause,
        {"other": actions == ["other"]},
    )


def partners(clause: Clause, theme: Theme) -> Iterator[Finding]:
    """Other countries that the holder wants to take part."""
    if is_barred(clause) or theme.vetoed or not (theme.about_force or theme.last):
        return
    text = clause.lower
    named = tuple(
        dict.fromkeys(
            c for a in clause.actors if a.kind in ("state", "people", "group") for c in a.countries if c != "UA"
        )
    )
    speaking = voice(clause)
    if clause.source is not None or len(named) > len(speaking):
        named = tuple(c for c in named if c not in speaking)
    holder = tuple(c for c in speaking if c not in named)
    if not holder and clause.source is None:
        holder = tuple(c for c in clause.focus if c not in named)
    if not named or not holder:
        return
    hit = SHOULD.search(text)
    without = seen(r"\bwithout (?:the )?", text) and WITHOUT.search(text)
    keyed = seen(
        (
            r"\b(?:is|are|was|were|would be|called|calls|consider\w*) (?:\w+ ){0,9}?(?:indispensable|essential|"
            r"vital|crucial|needed|necessary|welcome|a must|key)\b"
        ),
        text,
    )
    if not (hit or without or keyed):
        return
    if not hit:
        named = tuple(c for c in named if c != "US")
    countries = [c for c in named if c in tracked() and c != "EU"]
    if not countries or (named == ("US",)):
        return
    given = value("partners", countries=countries, indispensable=bool(INDISPENSABLE.search(text + clause.tail)))
    yield Finding("partners", None, None, (), given, holder, clause.start, clause.end, clause, {"should": bool(hit)})
