"""Values: people, ranges, money, months, quantities, in figures and in words."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extraction import lexicon

UNITS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    w: 10 * n for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "bn": 10**9,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "bln": 10**9,
    "k": 1000,
    "tn": 10**12,
    "dozen": 12,
    "milliard": 10**9,
}
WORD = "(?:" + "|".join([*UNITS, *TENS, "hundred", "thousand", "million", "billion", "trillion", "dozen"]) + ")"
FIGURE = r"\d{1,3}(?:[,.' ]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?"
NUMBER = re.compile(
    rf"(?<![\w.,-])(?:(?P<figure>{FIGURE})(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|"
    rf"milliard|bn|mln|bln|mn|m|k|tn)\b)?(?![\w%])"
    rf"|(?P<words>(?:a (?:hundred|thousand|million|billion|dozen|half)|half a (?:million|"
    rf"billion)|{WORD})(?:[ -](?:and )?{WORD}| and a half)*))(?![a-z])"
)
RANGE = re.compile(r" ?(?:to|and|-|or|up to) ?")
NOT_A_NUMBER = re.compile(
    r"\b(?:article|class|type|mark|february|march|april|may|june|july|august|september|october|november|"
    r"december|january|"
    r"sept|resolution|paragraph|point|question|annex|page|no\.?|feb|jan|oct|nov|dec|aug|mar|apr|f|item|"
    r"note|number|operation) $"
)
VAGUE = re.compile(r"(?:several|a few|some|many|few|couple of|tens of|dozens of|hundreds of) $")
CURRENCIES: dict[str, str] = lexicon.table("money")["currencies"]
OWN: dict[str, str] = lexicon.table("money")["own"]
"""The currency of each country."""
DOLLARS = {"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD"}
CROWNS = {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK", "CZ": "CZK"}
BEFORE = re.compile(
    r"(us\$|ca\$|c\$|a\$|au\$|nz\$|cdn\$|can\$|€|£|¥|₩|₺|₴|\$|(?<![a-z])(?:eur|gbp|usd|cad|aud|nzd|nok|"
    r"sek|dkk|isk|czk|pln|chf|huf|ron|jpy|krw|try|uah|bgn|euros?)) ?$"
)
AFTER = re.compile(
    r"[ -]?(?:british |polish |turkish |romanian |bulgarian |hungarian |japanese |south korean |korean |ukrainian |"
    r"croatian )?(?:((?:us|üs|u\.s\.) dollars?|canadian dollars|australian dollars|new zealand dollars|"
    r"american dollars|swiss francs|swedish kronor|norwegian kroner|danish kroner|"
    r"icelandic kronur|norwegian crowns|danish crowns|swedish crowns|czech crowns|dollars?|euros?|pounds?|"
    r"kroner|kronor|kronur|crowns?|krona|krone|yen|won|zlotys?|"
    r"zlotych|forints?|lei|leu|leva?|francs?|hryvnias?|lira|korunas?|sterling|eur|gbp|usd|cad|aud|nzd|nok|"
    r"sek|dkk|isk|czk|pln|chf|huf|ron|jpy|krw|try|uah|rubles|roubles|dinars|denars)\b|(€|£|\$))"
)
UP_TO = re.compile(
    r"(?:up to|as many as|at most|no more than|not more than|a maximum of|maximum|maximum of|fewer than|"
    r"less than|under|below|capped at|a ceiling of|ceiling of|limit of|limited to|not exceed(?:ing)?|"
    r"never more than|at the most|to a maximum of|max\.?) (?:a |about |some |around )?$"
)
AT_LEAST = re.compile(
    r"(?:at least|no fewer than|not fewer than|no less than|not less than|a minimum of|minimum|minimum of|"
    r"(?<!no )(?<!not )(?<!never )more than|over|above|upwards of|in excess of|not below|"
    r"anything below|anything less than|anything under|nothing below|nothing less than|fewer than|less than|"
    r"exceed(?:s|ing)?|not under) (?:a |about |some |around )?$"
)
AT_LEAST_AFTER = re.compile(
    r" (?:\w+ ){0,3}(?:or more|at (?:the )?least|at a minimum|as the least|as a minimum|and more|is the "
    r"(?:smallest|minimum|least|lower limit)|or above|upwards|would be the (?:minimum|least)|minimum)\b"
)
UP_TO_AFTER = re.compile(
    r" (?:\w+ ){0,3}(?:at (?:the )?most|at a maximum|as a maximum|or fewer|or less|is the (?:ceiling|"
    r"maximum|limit)|maximum)\b"
)


@dataclass(frozen=True)
class Number:
    """A number, or a range, with its place. `low` or `high` is None where it is open."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    value: Decimal
    currency: str | None = None
    vague: bool = False


@cache
def in_words(words: str) -> Decimal | None:
    """The number that words spell: "one hundred and fifty" is 150."""
    total = current = Decimal(0)
    if words.startswith("half a"):
        return Decimal(SCALES[words.rsplit(maxsplit=1)[-1]]) / 2
    scale = 1
    for word in re.split(r"[ -]", words.replace("and a half", "half")):
        if word in ("a", "and"):
            current = current or Decimal(word == "a")
        elif word in UNITS:
            current += UNITS[word]
        elif word in TENS:
            current += TENS[word]
        elif word == "half":
            if not (total or current):
                return None
            current += Decimal(scale) / 2
        elif word in ("hundred", "dozen"):
            current = (current or Decimal(1)) * SCALES[word]
        else:
            scale = SCALES[word]
            total += (current or Decimal(1)) * scale
            current = Decimal(0)
    return total + current


def _figure(text: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(?:[,.' ]\d{3})+", text):
        return Decimal(re.sub(r"[,.' ]", "", text))
    return Decimal(text.replace(",", "."))


def _value(match: re.Match[str]) -> Decimal | None:
    if match["figure"]:
        value = _figure(match["figure"])
        return value * SCALES[match["scale"]] if match["scale"] else value
    return in_words(match["words"])


def numbers(text: str, country: str | None = None) -> list[Number]:
    """The numbers of a stretch of text in small letters, ranges joined, money with its currency."""
    found: list[Number] = []
    for match in NUMBER.finditer(text):
        value = _value(match)
        before = text[max(0, match.start() - 24) : match.start()]
        if value is None:
            continue
        currency = _currency(before, text[match.end() : match.end() + 26], country)
        if (
            currency is None
            and match["figure"]
            and NOT_A_NUMBER.search(before)
            and value < 10_000
            and not match["scale"]
        ):
            continue
        if (
            currency is None
            and match["figure"]
            and len(match["figure"]) == 4
            and 1900 < value < 2100
            and not match["scale"]
        ):
            continue
        last = found[-1] if found else None
        gap = text[last.end : match.start()] if last else ""
        gap = BEFORE.sub("", gap) if currency else gap
        if (
            last
            and RANGE.fullmatch(gap)
            and value > last.value
            and (gap.strip() != "and" or _between(text, last.start))
        ):
            low = last.value
            if low < value / 100 and match["scale"]:
                low *= SCALES[match["scale"]]
            if match["words"] and low < 100 and value % 1000 == 0:  # "ten to thirty thousand"
                low *= 1000
            found[-1] = Number(last.start, match.end(), low, value, value, currency or last.currency)
            continue
        found.append(_bounded(text, match.start(), match.end(), value, currency))
    return found


def _between(text: str, start: int) -> bool:
    return bool(
        re.search(r"(?:between|from|to|of) (?:about |some )?(?:[€£$]|[a-z]{3} )?$", text[max(0, start - 20) : start])
    )


def _bounded(text: str, start: int, end: int, value: Decimal, currency: str | None) -> Number:
    before, after = BEFORE.sub("", text[max(0, start - 40) : start]), text[end : end + 50]
    vague = bool(VAGUE.search(before)) and not before.endswith("some ")
    if AT_LEAST.search(before) and not re.search(
        r"(?<!anything )(?<!nothing )(?<!no )(?<!not )(?:fewer|less) than (?:a |about )?$", before
    ):
        return Number(start, end, value, None, value, currency, vague)
    if UP_TO.search(before):
        return Number(start, end, None, value, value, currency, vague)
    if AT_LEAST_AFTER.match(after):
        return Number(start, end, value, None, value, currency, vague)
    if UP_TO_AFTER.match(after):
        return Number(start, end, None, value, value, currency, vague)
    return Number(start, end, value, value, value, currency, vague)


def _currency(before: str, after: str, country: str | None) -> str | None:
    mark = BEFORE.search(before)
    sign = mark[1] if mark else None
    if sign is None:
        name = AFTER.match(after)
        sign = (name[1] or name[2]) if name else None
    if sign is None:
        return None
    if sign.endswith(("s. dollar", "s dollar", "s. dollars", "s dollars")) and sign[0] in "uü":
        return "USD"
    if sign in ("$", "dollars", "dollar"):
        return DOLLARS.get(country or "", "USD")
    if sign in ("kroner", "crowns", "crown", "krone", "krona"):
        return CROWNS.get(country or "", "NOK" if sign in ("kroner", "krone") else None)
    return CURRENCIES.get(sign) or CURRENCIES.get(sign.removesuffix("s"))


TIME = re.compile(r"[ -](?P<unit>months?|years?|weeks?|decades?|winters?|summers?)\b")


PERIODS = {
    "month": Decimal(1),
    "year": Decimal(12),
    "winter": Decimal(12),
    "summer": Decimal(12),
    "week": Decimal(12) / 52,
    "decade": Decimal(120),
}
LENGTHS = (
    (re.compile(r"\b(?:a|one) year and a half\b|\b(?:a|one)-and-a-half[- ]years?\b"), 18),
    (re.compile(r"\bhalf a year\b|\bhalf-year\b"), 6),
    (re.compile(r"(?<![a-z])(?:a|one) decade\b"), 120),
    (re.compile(r"(?<![a-z])(?:a|one) year\b"), 12),
)
"""Lengths of time without a number, in months."""


def months(text: str) -> tuple[int | None, int | None] | None:
    """The months of a stay in a text: "at least two years" is (24, None)."""
    for number in numbers(text):
        unit = TIME.match(text, number.end)
        if unit:
            times = PERIODS[unit["unit"].rstrip("s")]
            low, high = (None if bound is None else int(bound * times) for bound in (number.low, number.high))
            return (low or None, high or None)
    for words, length in LENGTHS:
        if words.search(text):
            return (length, length)
    return None
