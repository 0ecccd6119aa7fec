"""Aid: the things and sums that a statement on aid names."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from extraction import lexicon, values
from extraction.gate import Cue, seen

BETWEEN = re.compile(
    r"[ -](?:(?:more|further|additional|of (?:the |its |our |his )?|new|used|old|retired|modern|"
    r"refurbished|its|our|second-hand|american|german|swedish|czech|polish|french|british|danish|"
    r"norwegian|dutch|belgian|canadian|finnish|ukrainian|soviet-era|million|heavy|light|other|long-range|"
    r"so-called|rounds of|pieces of|sets of|units of|pairs of|batteries of|tonnes of) ?)*(?:[\w/-]+ "
    r"){0,2}?"
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


@dataclass(frozen=True)
class Item:
    """A thing that is given, in its place."""

    start: int
    end: int
    category: str


def units(text: str, original: str, country: str) -> list[tuple[int, dict[str, Any]]]:
    """The values of a statement on aid: each thing with its number or its sum; a bare enumeration gives one.

    Each comes with its place in the text. `text` is in small letters, `original` the same as printed, `country` whose
    dollars and crowns are meant.
    """
    found, money = items(text), _money(text, country)
    if people := _trained(text, found):
        whom, trained = people
        return [(whom.start, {"category": "training", "item": original[whom.start : whom.end], "quantity": trained})]
    counted = [(item, count) for item in found if (count := _count(text, item)) is not None]
    named: list[tuple[int, dict[str, Any]]] = []
    used: set[int] = set()
    for number in money:
        stop = min((other.start for other in money if other.start > number.start), default=len(text))
        item = _item_for(text, number, found, stop)
        count = next((c for i, c in counted if i is item), None)
        if item is not None and count is not None:
            used.add(item.start)
        value = {
            "category": item.category if item else ("package" if "military" in text else "finance"),
            "item": _words(original, item) if item and item.category not in GENERAL else None,
            "quantity": count,
            "amount": _plain(_sum(number)),
            "currency": number.currency,
        }
        named.append((number.start, value))
    named += [
        (item.start, {"category": item.category, "item": _words(original, item), "quantity": count})
        for item, count in counted
        if item.start not in used
    ]
    if not named and found:
        item = next((item for item in found if item.category not in GENERAL), found[0])
        words = _words(original, item) if item.category != "package" else None
        named.append((item.start, {"category": item.category, "item": words}))
    _count_alone(text, named)
    return sorted(named, key=lambda unit: unit[0])


def _count_alone(text: str, named: list[tuple[int, dict[str, Any]]]) -> None:
    """Give the only thing that is named the only number there is, wherever it stands ("trucks: 34 of them")."""
    if len(named) > 1 or any(value.get("quantity") or value.get("amount") for _, value in named):
        return
    counts = [
        (number, count)
        for number in values.numbers(text)
        if not (number.currency or number.vague)
        and not (values.TIME.match(text, number.end) or SHARED.match(text, number.end))
        and (count := _whole(number)) is not None
    ]
    if len(counts) == 1 and counts[0][1] > 1:
        number, count = counts[0]
        place, value = named.pop() if named else (number.start, {})
        named.append((place, {**value, "quantity": count}))


GENERAL = ("package", "finance")
SHARED = re.compile(r" ?(?:%|per ?cent|points?|votes?|countries|times|days?|hours?|kilomet|km|mm|tonnes)")
"""What a number counts that is no thing given."""


@cache
def _items() -> list[tuple[str, Cue]]:
    return lexicon.labelled(lexicon.table("aid")["items"])


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


def _money(text: str, country: str | None) -> list[values.Number]:
    """The sums in a text; a sum without its currency takes that of another one, else the country's own."""
    found = values.numbers(text, country)
    named = next((n.currency for n in found if n.currency), None) or values.OWN.get(country or "")
    return [
        n if n.currency else replace(n, currency=named)
        for n in found
        if n.currency or (named and n.value >= 1_000_000 and SHARE.match(text, n.end))
    ]


def _sum(number: values.Number) -> Decimal:
    """The sum meant: of a range the lower end."""
    return number.low if number.low is not None and number.high is not None else number.value


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
