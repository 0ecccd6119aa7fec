"""Arbitration: which of the findings of one sentence stand, and what the next sentence adds to them."""

from dataclasses import replace

from extraction import conditions, values
from extraction.findings import Finding
from extraction.gate import cue, seen

CLOSED_BY_ATTACK = frozenset(
    {"troops", "participation", "guarantee", "deployment", "us_support", "sanctions", "partners", "aid"}
)
LIMITS = cue(
    r"^\W*(?:(?:but |and |all )*(?:this|that|it|these|all of this|all this|the (?:offer|commitment|"
    r"promise|pledge|contribution|decision)|our (?:offer|commitment|contribution)|everything|"
    r"any (?:deployment|contribution|decision))\b[^.]{0,30}\b(?:assum\w+|requir\w+|depend\w*|presuppos\w+|"
    r"hing\w+|conditional|subject to|would need|needs?|provided|holds? only|"
    r"applies only)|(?:but |and )?(?:only |provided|on condition|not without|not before|not until|always "
    r"provided|as long as)|(?:the|our|one|a|two|three|his|her|its|another|first|second) (?:\w+ "
    r")?(?:pre)?conditions?\b|"
    r"(?:the house|parliament|the bundestag|the folketing|the riksdag|the dail|the sejm|the commons|"
    r"deputies) (?:will|would|must|has to|shall|should) (?:have|vote|approve|decide|give|agree|be asked|"
    r"debate|first))"
)
WORTH = cue(
    r"^\W*(?:its|their|the|this|that|it|together|in total|all told|altogether)\b[^.]{0,40}\b(?:value|"
    r"worth|cost|costs|price|sum|amounts?|total|totals|comes? to|is|are)\b"
)


GIFT = cue(
    r"\b(?:hand(?:s|ed|ing)?|deliver\w*|donat\w+|transfer\w*|gift\w*|promise\w*|g[ai]ven?|giv\w+|suppl\w+|shipped|sold|sell\w*)\b|"
    r"for (?:ukraine|kyiv)|ukrainian (?:navy|air force)"
)


YES = ("favor", "conditional")


def settle(found: list[Finding]) -> list[Finding]:
    """The findings of one sentence, without those that another one rules out."""
    attack = {c for f in found if f.topic == "attack_response" for c in f.countries}
    if attack:
        found = [f for f in found if f.topic not in CLOSED_BY_ATTACK or not attack & set(f.countries)]
    backed = {c for f in found if "us_backstop" in f.conditions for c in f.countries}
    found = [f for f in found if f.topic != "us_support" or not backed & set(f.countries)]
    spans = {(f.start, f.topic) for f in found}
    found = [
        f
        for f in found
        if not (f.topic in ("participation", "us_support", "troops") and (f.start, "partners") in spans)
        and not (f.topic == "aid" and (f.start, "us_support") in spans and f.value["amount"] is None)
        and not (
            f.topic == "aid"
            and (f.start, "participation") in spans
            and f.value["category"] in ("naval", "aircraft")
            and (_is_part(f) or not GIFT.search(f.clause.lower))
        )
        and not (f.topic == "participation" and (f.start, "aid") in spans and f.stance == "favor" and not _is_part(f))
    ]
    return _with_soldiers(found)


def _is_part(finding: Finding) -> bool:
    return bool(
        seen((r"force|mission|coalition|truce|ceasefire|airspace|sky|black sea|transit|part in"), finding.clause.lower)
    )


def _with_soldiers(found: list[Finding]) -> list[Finding]:
    """A statement on soldiers takes in the same sentence's statement on taking part."""
    out: list[Finding] = []
    for finding in found:
        soldiers = any(f.topic == "troops" and f.stance in YES and f.countries == finding.countries for f in found)
        if finding.topic == "participation" and finding.stance in YES and soldiers:
            continue
        if finding.topic == "troops" and finding.stance in ("favor", "conditional"):
            met = [
                c
                for f in found
                if f.topic == "participation" and f.stance == "conditional" and f.countries == finding.countries
                for c in f.conditions
            ]
            if met:
                codes = tuple(dict.fromkeys((*finding.conditions, *met)))
                finding = replace(finding, stance="conditional", conditions=codes)  # noqa: PLW2901
        out.append(finding)
    return out


def amend(last: list[Finding], text: str, country: str | None) -> list[Finding] | None:
    """The findings of the sentence before with the condition or the sum that this one adds, or None."""
    open_to_limits = [
        f
        for f in last
        if f.stance in ("favor", "conditional") and f.topic in ("troops", "participation", "aid", "guarantee")
    ]
    if open_to_limits and LIMITS.search(text):
        met = conditions.find(text).codes or conditions.find("only if " + text.lstrip("\"' ")).codes
        met = tuple(c for c in met if c != "other") or met
        if met:
            return [
                replace(f, stance="conditional", conditions=tuple(dict.fromkeys((*f.conditions, *met))))
                if f in open_to_limits
                else f
                for f in last
            ]
    if WORTH.search(text):
        money = [n for n in values.numbers(text, country) if n.currency]
        bare = [f for f in last if f.topic == "aid" and f.value["amount"] is None]
        if money and len(bare) == 1:
            given = bare[0].value | {"amount": int(money[0].value), "currency": money[0].currency}
            return [replace(f, value=given) if f is bare[0] else f for f in last]
    return None
