"""Each stage by itself, as tables."""

from datetime import date
from decimal import Decimal

import pytest

from extraction import aid, clauses, dates, figures, gate, segment, values
from extraction.actors import scan
from extraction.compose import actors
from extraction.language import detect
from extraction.normal import normalise
from extraction.reading import ready


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Türkiye\u2019s “no”", 'Turkiye\'s "no"'),
        ("sol\u00addiers and tro\u200bops", "soldiers and troops"),
        ("so many contin-\ngents", "so many contingents"),
        ("5OO so1diers wi11 go", "500 soldiers will go"),
        ("two  blanks", "two blanks"),
    ],
)
def test_normalise_keeps_the_way_back(text, wanted):
    normal = normalise(text)
    assert normal.text == wanted
    assert normal.span(0, len(normal.text)) == (0, len(text))


def test_the_country_us_is_no_pronoun():
    assert normalise("The US told us. It won't.").lower == "the üs told us. it wo nt."


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("NORDICS\n* Sweden - no soldiers.\n* Norway - yes.", ["heading", "item", "item"]),
        ("John Healey: We will go.\n\nMr Speaker: Order.", ["turn", "turn"]),
        ("14:05 Starmer arrives.\n14:10 He leaves.", ["entry", "entry"]),
        ("A paragraph that ends.\nand goes on in small letters.", ["paragraph"]),
    ],
)
def test_blocks(text, kinds):
    assert [block.kind for block in segment.blocks(text)] == kinds


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. Smith met Mr. Jones. They left.", 2),
        ("U.S. troops stay. No. Not now.", 3),
        ("No. 5 is here.", 1),
        ("x" * 5000, 6),
    ],
)
def test_sentences(text, count):
    assert len(segment.sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("up to 30,000 soldiers", None, 30000, None),
        ("at least two years", 2, None, None),
        ("between 10,000 and 30,000 men", 10000, 30000, None),
        ("ten to thirty thousand", 10000, 30000, None),
        ("no fewer than 24 months", 24, None, None),
        ("as many as 300 soldiers", None, 300, None),
        ("one hundred and fifty", 150, 150, None),
        ("€3.5 billion", 3500000000, 3500000000, "EUR"),
        ("nok 85 billion", 85000000000, 85000000000, "NOK"),
        ("2.1 billion kronur", 2100000000, 2100000000, "ISK"),
        ("1.6 billion pounds", 1600000000, 1600000000, "GBP"),
        ("52 billion yen", 52000000000, 52000000000, "JPY"),
        ("30 000 for the whole operation", 30000, 30000, None),
    ],
)
def test_numbers(text, low, high, currency):
    number = values.numbers(text)[0]
    assert (number.low, number.high, number.currency) == (
        None if low is None else Decimal(low),
        None if high is None else Decimal(high),
        currency,
    )


@pytest.mark.parametrize("text", ["article 5", "f-16", "on march 3", "in 2025", "resolution 2202"])
def test_what_is_no_number(text):
    assert values.numbers(text) == []


def test_the_dollar_is_the_speakers_own():
    assert [values.numbers("$2 billion", country)[0].currency for country in ("CA", "AU", "NZ", "PL")] == [
        "CAD",
        "AUD",
        "NZD",
        "USD",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("five to ten years", (60, 120)),
        ("at least two years", (24, None)),
        ("six months", (6, 6)),
        ("a decade", (120, 120)),
        ("soon", None),
    ],
)
def test_months(text, wanted):
    assert values.months(text) == wanted


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("up to 300 soldiers", [(None, 300)]),
        ("a contingent of between 500 and 800", [(500, 800)]),
        ("800 danes would go", [(800, 800)]),
        ("20 tanks and 300 soldiers", [(300, 300)]),
        ("for two years", []),
        ("200 drones", []),
    ],
)
def test_soldiers(text, people):
    assert [bounds for _, bounds in figures.soldiers(text)] == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("a force of 30,000", (30000, 30000)),
        ("at least 100,000", (100000, None)),
        ("anything below 20,000 would be useless", (20000, None)),
        ("between 10,000 and 30,000 men", (10000, 30000)),
        ("€30,000", (None, None)),
        ("300 soldiers", (None, None)),
    ],
)
def test_size_of_the_force(text, people):
    assert figures.size(text) == people


@pytest.mark.parametrize(
    ("text", "stay"),
    [
        ("for five to ten years", {"months_min": 60, "months_max": 120, "open_ended": False}),
        ("as long as necessary", {"months_min": None, "months_max": None, "open_ended": True}),
        ("soon", {"open_ended": False}),
    ],
)
def test_stay(text, stay):
    assert figures.stay(text) == stay


def test_places_are_given_as_printed():
    text = "In western Ukraine, in Lviv and Odesa, and not in Warsaw."
    assert figures.places(text.lower(), text) == ["western Ukraine", "Lviv", "Odesa"]


@pytest.mark.parametrize(
    ("text", "country", "units"),
    [
        ("14 MiG-29 fighters and 30 tanks", "PL", [("aircraft", 14, None, None), ("armour", 30, None, None)]),
        ("€2bn for air defence", "DE", [("air_defence", None, 2000000000, "EUR")]),
        ("a loan of 3 billion dollars", "CA", [("finance", None, 3000000000, "CAD")]),
        ("military aid worth 500 million euros", "FR", [("package", None, 500000000, "EUR")]),
        ("a Patriot battery", "RO", [("air_defence", 1, None, None)]),
        ("train 5,000 Ukrainian soldiers", "ES", [("training", 5000, None, None)]),
        ("1.5 billion kroner", "DK", [("finance", None, 1500000000, "DKK")]),
        ("artillery, drones and ammunition", "CZ", [("artillery", None, None, None)]),
        ("nothing at all", "HU", []),
    ],
)
def test_units_of_aid(text, country, units):
    found = aid.units(text.lower(), text, country)
    assert [
        tuple(unit.get(name) for name in ("category", "quantity", "amount", "currency")) for _, unit in found
    ] == units


@pytest.mark.parametrize(
    ("text", "kind", "countries"),
    [
        ("Poland will help.", "state", ("PL",)),
        ("The Danes agreed.", "people", ("DK",)),
        ("German soldiers stay.", "owner", ("DE",)),
        ("the Estonian foreign minister spoke", "office", ("EE",)),
        ("The Baltic states are ready.", "group", ("EE", "LV", "LT")),
        ("The Seimas voted.", "body", ("LT",)),
        ("Former British defence secretary Ben Wallace spoke.", "excluded", ()),
        ("The opposition in Berlin protested.", "excluded", ()),
    ],
)
def test_actors(text, kind, countries):
    normal = normalise(text)
    found = actors(normal, scan(normal, date(2025, 6, 1)))
    assert (kind, countries) in [(actor.kind, actor.countries) for actor in found]


@pytest.mark.parametrize(("day", "country"), [(date(2025, 6, 1), "EU"), (date(2024, 3, 1), "EE")])
def test_the_day_decides_between_offices(day, country):
    normal = normalise("Kaja Kallas said so.")
    assert (country,) in [actor.countries for actor in actors(normal, scan(normal, day))]


def test_clauses_part_where_another_statement_begins():
    text = "belgium will not put infantry into ukraine but is ready to help police its airspace"
    assert len(clauses.spans(text, 0, len(text))) == 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("he said on monday", date(2025, 6, 2)),
        ("he said yesterday", date(2025, 6, 3)),
        ("he said today", date(2025, 6, 4)),
        ("signed on 28 may", date(2025, 5, 28)),
        ("he said so", None),
    ],
)
def test_dates(text, wanted):
    assert dates.stated(text, date(2025, 6, 4)) == wanted


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The government said that it would not send soldiers to Ukraine for the time being.", "en"),
        ("Die Bundesregierung hat erklärt, dass sie keine Soldaten in die Ukraine schicken will.", "de"),
        ("Le gouvernement a déclaré qu'il n'enverrait pas de soldats en Ukraine.", "fr"),
    ],
)
def test_language(text, language):
    assert detect(text) == language


def test_a_gate_never_hides_a_match():
    known = gate.cue(r"(?:send|sends) (?:\w+ ){0,3}(?:soldiers?|troops?)|no men")
    assert known.search("they will send a few soldiers")
    assert known.search("money and no men")
    assert not known.search("they will send money")


def test_a_ministrys_text_speaks_for_its_country():
    document = ready("Statement by the Ministry of Foreign Affairs of Norway.\n\nWe will support Ukraine.").document
    assert (document.home, document.official) == (("NO",), True)


def test_a_wire_report_speaks_for_nobody():
    document = ready("OSLO, March 3 - Norway will help Ukraine, a spokesman said.").document
    assert (document.home, document.official, document.turns) == ((), False, {})


def test_who_only_asks_in_an_interview_speaks_for_nobody():
    talk = "Interviewer: Will you send troops?\n\nJohn Healey: We will go to Ukraine.\n\nInterviewer: When?\n\n"
    turns = ready(talk + "John Healey: Soon.").document.turns
    assert turns["Interviewer"] is None
    assert turns["John Healey"].countries == ("GB",)
