"""Aid: what is given, how much of it, for how much money."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from extraction import conditions, lexicon, stance, values
from extraction.actors import tracked
from extraction.findings import Finding, actor, is_barred, value, voice
from extraction.frames import Clause
from extraction.gate import Cue, any_open, cue, seen
from extraction.theme import Theme

BETWEEN = re.compile(
    r"[ -](?:(?:more|further|additional|of (?:the |its |our |his )?|new|used|old|retired|modern|"
    r"refurbished|its|our|second-hand|american|german|swedish|czech|polish|french|british|danish|"
    r"norwegian|dutch|belgian|canadian|finnish|ukrainian|soviet-era|million|heavy|light|other|long-range|"
    r"so-called|rounds of|pieces of|sets of|units of|pairs of|batteries of|tonnes of) ?)*(?:[\w/-]+ "
    r"){0,2}?"
)


SILENCE = re.compile(r"(?:guns|weapons|arms) (?:are|were|have|had|fall|fell|go|went|is|has)\b[^,.]{0,20}")


SUM = cue(
    r"[0-9](?: ?(?:million|billion|bn|mln|trillion)|[ ,.]000)|million|billion|euros|dollars|pounds|kroner|"
    r"crowns|€|\$|£"
)


@dataclass(frozen=True)
class Item:
    """A thing that is given, in its place."""

    start: int
    end: int
    category: str


@cache
def _items() -> list[tuple[str, Cue]]:
    return lexicon.labelled(lexicon.table("aid")["items"])


@cache
def _aid(key: str) -> Cue:
    return lexicon.pattern(lexicon.table("aid")[key])


@cache
def _door() -> tuple[Cue, ...]:
    return (*(pattern for _, pattern in _items()), SUM)


def items(text: str) -> list[Item]:
    """The things named in a stretch of text; what overlaps goes to the longer."""
    found = [Item(m.start(), m.end(), category) for category, pattern in _items() for m in pattern.finditer(text)]
    found.sort(key=lambda item: (item.start, item.start - item.end))
    out: list[Item] = []
    for item in found:
        if out and item.start < out[-1].end:
            if item.end - item.start > out[-1].end - out[-1].start:
                out[-1] = item
            continue
        if (
            out
            and item.start - out[-1].end <= 1
            and text[out[-1].end : item.start] in (" ", "-")
            and out[-1].category != "training"
        ):
            out[-1] = Item(out[-1].start, item.end, out[-1].category)
            continue
        out.append(item)
    return out


def find(clause: Clause, theme: Theme, original: str, *, listed: bool = False) -> Iterator[Finding]:
    """The statements on aid in a clause; `listed` for an item of a list under a statement on aid."""
    if not any_open(_door(), clause.lower):
        return
    text = SILENCE.sub(lambda m: " " * len(m.group()), clause.lower)
    if is_barred(clause) or theme.vetoed or _aid("own").search(text):
        return
    found = items(text)
    countries = _giver(clause, text)
    asking = "UA" in countries and _aid("request").search(text)
    listed = listed or _is_list(text, found, clause)
    if not (_aid("give").search(text) or listed or asking or _is_answered(text, found)) or _aid("veto").search(text):
        return
    money = _money(text, countries[0] if countries else None)
    if not found and not (money and (theme.aid_age <= 1 or _aid("money_for").search(text))):
        return
    if not (listed or theme.aid_near or _aid("receiver").search(text)) or not countries:
        return
    if countries == ("UA",) or (clause.source is not None and clause.source.countries == ("UA",) and "UA" in countries):
        yield from _requests(clause, original, found, money)
        return
    if _is_bare(text, found, money) and not _aid("arming").search(text):
        return
    assets = {item.category for item in found} <= {"aircraft", "naval"}
    if (
        found
        and assets
        and not (money or any(AFTER.match(text, item.end) for item in found))
        and not _aid("gift").search(text)
    ):
        return
    judged = stance.judge(
        text, clause.tail, own=stance.Cues(against=_aid("against"), favor=_aid("give")), owner=countries, common=True
    )
    if judged is None and listed:
        judged = stance.Judgement("favor", "pledged")
    if judged is None:
        return
    for start, given in _units(text, original, found, money, judged.stance, countries):
        yield Finding(
            "aid",
            judged.stance,
            judged.status,
            judged.conditions,
            given,
            countries,
            clause.start,
            clause.end,
            clause,
            {
                "numbers": given["quantity"] is not None or given["amount"] is not None,
                "listed": listed,
                "strong": judged.strong,
                "at": float(start),
            },
        )


def _giver(clause: Clause, text: str) -> tuple[str, ...]:
    """Who gives: the actor; where Ukraine is said to receive, the country that it comes from or that says so."""
    countries = actor(clause)
    if countries and not (countries == ("UA",) and _aid("receiving").search(text)):
        return countries
    for named in clause.actors:
        at = named.start - clause.start
        if (
            named.countries
            and "UA" not in named.countries
            and seen(r"\b(?:from|by|leave|leaves|left) (?:the )?$", text[:at][-12:])
        ):
            return tuple(c for c in named.countries if c in tracked())
    source = clause.source.countries if clause.source is not None else ()
    return source if source and "UA" not in source else countries


def _is_answered(text: str, found: list[Item]) -> bool:
    """Whether a thing for Ukraine is refused or left open in words that name no act of giving."""
    if not (found and _aid("for_ukraine").search(text)):
        return False
    judged = stance.judge(text, own=stance.Cues(against=_aid("against")))
    return judged is not None and judged.stance in ("against", "undecided")


GENERAL = frozenset(
    [
        "aid", "assistance", "equipment", "arms", "package", "packages", "weapons", "weapon", "loan", "loans", "money",
        "funding", "support", "training", "train", "trains", "trained", "trainers", "instructors", "course", "courses",
        "guns", "fund", "grants", "credits", "materiel", "repair", "repairs", "maintenance", "mortar", "missile",
        "rocket", "tank",
    ]
)  # fmt: skip
NAMED_AID = cue(
    r"(?:military|financial|budget|humanitarian|security|lethal|defen[cs]e|macro-financial|weapons|arms|"
    r"aid|support|ammunition) (?:aid|assistance|support|package|deliveries|help|initiative)|"
    r"non-lethal|(?:reparations?|joint|new|g7|european|eu|era) loan|"
    r"(?:training|train|trained|maintenance|repair\w*|instruct\w*|teach\w*)\b.{0,60}(?:ukrain|"
    r"kyiv|pilots|recruits|crews?|soldiers|mechanics|brigade|them|ships|aircraft)|package of|packages of"
)


def _is_list(text: str, found: list[Item], clause: Clause) -> bool:
    """Whether a clause without a verb of giving counts out what is given."""
    if clause.label:
        return bool(found) and any(char.isdigit() for char in text)
    return sum(1 for item in found if _count(text, item) is not None) > 1


def _is_bare(text: str, found: list[Item], money: list[values.Number]) -> bool:
    """Whether only general words stand for what is given."""
    named = (text[item.start : item.end] for item in found if item.category != "finance")
    if money or _trained(text, found) or any(name not in GENERAL for name in named):
        return False
    return not NAMED_AID.search(text) and not _aid("against").search(text)


def _units(
    text: str, original: str, found: list[Item], money: list[values.Number], verdict: str, countries: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, object]]]:
    """Each thing with its number or its money; a bare enumeration stays one statement."""
    counted = [(item, count) for item in found if (count := _count(text, item)) is not None]
    if people := _trained(text, found):
        whom, trained = people
        yield whom.start, value("aid", category="training", item=original[whom.start : whom.end], quantity=trained)
        return
    units: list[tuple[int, dict[str, object]]] = []
    used: set[int] = set()
    for number in money:
        item = _item_for(
            text, number, found, min((n.start for n in money if n.start > number.start), default=len(text))
        )
        count = next((c for i, c in counted if i is item), None)
        if item is not None and count is not None:
            used.add(item.start)
        category = item.category if item else ("package" if "military" in text else "finance")
        named = _words(original, item) if item and item.category not in ("package", "finance") else None
        amount = (
            number.value
            if number.low is None or number.high is None
            else number.low
            if number.low == number.high
            else None
        )
        units.append(
            (
                number.start,
                value(
                    "aid",
                    category=category,
                    item=named,
                    quantity=count,
                    amount=_plain(amount if amount is not None else number.value),
                    currency=number.currency,
                ),
            )
        )
    for item, count in counted:
        if item.start not in used:
            units.append(
                (item.start, value("aid", category=item.category, item=_words(original, item), quantity=count))
            )
    if not units:
        specific = [i for i in found if i.category not in ("package", "finance")] or found
        if specific:
            item = specific[0]
            units.append(
                (
                    item.start,
                    value(
                        "aid",
                        category=item.category,
                        item=_words(original, item) if item.category != "package" else None,
                    ),
                )
            )
    yield from units


def _money(text: str, country: str | None) -> list[values.Number]:
    """The sums in a text; a sum without its currency takes that of the sum before."""
    found = values.numbers(text, country)
    named = next((n.currency for n in found if n.currency), None)
    return [
        n if n.currency else replace(n, currency=named)
        for n in found
        if n.currency or (named and n.value >= 1_000_000 and SHARE.match(text, n.end))
    ]


def _words(original: str, item: Item) -> str | None:
    """The item in the words of the text."""
    return original[item.start : item.end].strip() or None


def _plain(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _item_for(text: str, number: values.Number, found: list[Item], stop: int) -> Item | None:
    after = [i for i in found if number.end <= i.start < min(stop, number.end + 90)]
    before = [i for i in found if i.end <= number.start and number.start - i.end < 50]
    specific = [i for i in after if i.category not in ("package", "finance")]
    if specific and (not after or specific[0].start - number.end < 60):
        return specific[0]
    if before and seen(
        r"(?:for|worth|of|to|at|by|:|is|value)\W*(?:\w+ ){0,3}\W*$", text[before[-1].end : number.start]
    ):
        return before[-1]
    return after[0] if after else before[-1] if before else None


def _count(text: str, item: Item) -> int | None:
    """How many of a thing: the number right before it."""
    head = text[max(0, item.start - 60) : item.start]
    if after := AFTER.match(text, item.end):
        return int(after[1].replace(",", ""))
    for number in reversed(values.numbers(head)):
        if number.currency or number.vague:
            return None
        gap = head[number.end :]
        if BETWEEN.fullmatch(gap if gap.endswith(" ") else gap + " ") or gap in (" ", "-", " of ", " more "):
            return _whole(number)
        return None
    return (
        1
        if seen(rf"\b(?:a|an|another|one|{ORDINAL}) (?:[\w-]+ ){{0,2}}$", head)
        and item.category in ("naval", "air_defence", "aircraft")
        and seen(
            r"battery|system|minehunter|minesweeper|ship|frigate|vessel|helicopter|aircraft|plane|radar",
            text[item.start : item.end],
        )
        else None
    )


AFTER = re.compile(
    r"(?:,|:| -| x)? ?\(?(?:x ?)?(\d{1,3}(?:,\d{3})*|\d+)\)?(?: (?:delivered|"
    r"to follow|pieces|units|already|in all|so far|items|handed over|pledged|promised|ordered))?(?=$|[,.;)])"
)
SHARE = re.compile(
    r" (?:would|will|for|to|of (?:that|it|this|which)|goes?|went|in (?:military|humanitarian|financial|loans|grants)|"
    r"(?:of |more in )?"
    r"military aid|more|extra|"
    r"was|is|has|a year|this year|next year|from)\b|[,.;)]|$"
)
ORDINAL = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|first|last|further"


TRAINED = re.compile(
    r" (?:(?:more|further|ukrainian|ukraine's|new|young|of (?:the|its)|members of|kyiv's) ?)*(?:members|"
    r"recruits|soldiers|troops|pilots|sappers|mechanics|crews?|personnel|service members|people|"
    r"ukrainians|specialists|marines|medics|officers|men|women|brigades|instructors|trainers|technicians|fighters)\b"
)


def _trained(text: str, found: list[Item]) -> tuple[Item, int] | None:
    """The people trained, and how many, where training is what is given."""
    if not any(item.category == "training" for item in found):
        return None
    for number in values.numbers(text):
        whom = TRAINED.match(text, number.end)
        if whom and not number.currency and not number.vague and (count := _whole(number)):
            return Item(number.end + 1, whom.end(), "training"), count
    return None


def _whole(number: values.Number) -> int | None:
    whole = number.value
    return int(whole) if whole == whole.to_integral_value() and 0 < whole < 20_000_000 else None


def _requests(clause: Clause, original: str, found: list[Item], money: list[values.Number]) -> Iterator[Finding]:
    """What Ukraine asks for: coded only where a concrete item or amount is named."""
    text = clause.lower
    if not _aid("request").search(text):
        return
    concrete = [i for i in found if i.category not in ("package", "finance", "training", "maintenance")]
    if not concrete and not money:
        return
    met = conditions.find(text).codes
    for start, given in _units(text, original, concrete or found, money, "favor", ("UA",)):
        yield Finding(
            "aid",
            "conditional" if met else "favor",
            "proposed",
            met,
            given,
            ("UA",),
            clause.start,
            clause.end,
            clause,
            {"request": 1.0, "at": float(start)},
        )


def holder(clause: Clause) -> tuple[str, ...]:
    """Whose statement it is."""
    return voice(clause)
