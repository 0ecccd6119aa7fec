"""How templates write dates, numbers and codes, in the words of `commitments.wording`. `{% load writing %}`."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from commitments.wording import DASH, THIN, say_day, say_number, say_range
from questionnaire.codes import LABELS

register = template.Library()

THOUSAND = 1000
MONTH, YEAR = 30, 365
NAMES = ("Russian", "Article")
SCALES = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


@register.filter
def day(given: date | datetime | None) -> str:
    """A day written out: "16 Feb 2025"; a dash where there is none."""
    return say_day(given) or DASH


@register.filter
def moment(given: datetime | None) -> str:
    """A moment written out: "16 Feb 2025, 14:05 UTC"."""
    return f"{day(given)}, {given:%H:%M} UTC" if given else DASH


@register.filter
def thin(number: float | Decimal | None) -> str:
    """A number with thin spaces: "30 000"; a dash where there is none."""
    return say_number(number) or DASH


@register.filter
def money(amount: float | Decimal | None) -> str:
    """An amount in short: "3.5 billion", "20 million", "750 000"."""
    if amount is None:
        return DASH
    exact = Decimal(str(amount))
    for size, name in SCALES:
        if exact >= size:
            return f"{(exact / size):.1f}".removesuffix(".0") + f"{THIN}{name}"
    return thin(exact)


@register.filter
def label(code: str | None) -> str:
    """A code of the codebook in words: `us_backstop` is "US backstop"."""
    return LABELS.get(str(code)) or str(code).replace("_", " ").capitalize() if code else DASH


@register.filter
def labels(codes: list[str]) -> str:
    """Codes in words, with commas, only the first one with a capital."""
    words = [label(code) for code in codes]
    return ", ".join([*words[:1], *(lower_first(word) for word in words[1:])])


@register.simple_tag
def number_range(low: int | None, high: int | None) -> str:
    """A range as it was said, in thousands where both ends are: "10 to 30 thousand" with a dash."""
    if low and high and low < high and low % THOUSAND == high % THOUSAND == 0:
        return f"{say_range(low // THOUSAND, high // THOUSAND)} thousand"
    return say_range(low, high)


@register.filter
def age(days: int | None) -> str:
    """An age in short: "today", "12 d", "5 mo", "1.5 y"."""
    if days is None:
        return DASH
    if days >= YEAR:
        return f"{days / YEAR:.1f}".removesuffix(".0") + " y"
    if days >= MONTH:
        return f"{days // MONTH} mo"
    return f"{days} d" if days > 0 else "today"


@register.filter
def lower_first(words: str) -> str:
    """With a small first letter, for the middle of a sentence; names and abbreviations keep theirs."""
    return words if words[:2].isupper() or words.startswith(NAMES) else words[:1].lower() + words[1:]


@register.filter
def per_cent(share: float) -> str:
    """A share as an attribute of a drawing: "12.5%"."""
    return f"{share:.2f}%"


@register.simple_tag
def bar_top(count: int, greatest: int, height: int) -> str:
    """Where a bar of `count` begins, from the top of a drawing whose full height stands for `greatest`."""
    return f"{height - height * count / greatest:.1f}" if greatest else str(height)
