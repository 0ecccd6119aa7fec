"""The starter data: loaded once, walked through time, edited, and wrong."""

import shutil
from datetime import date, timedelta

import pytest

from commitments.changes import change_days, entries, moves
from commitments.models import Claim
from commitments.positions import positions
from seeds.files import FOLDER, SeedError
from seeds.load import load_all

pytestmark = pytest.mark.django_db
CLEAR = ["CLEAR"]


@pytest.fixture
def folder(tmp_path):
    """The starter data with the positions of two countries only."""
    (tmp_path / "positions").mkdir()
    for name in ("countries.csv", "questionnaire.yaml", "aliases.yaml", "positions/AL.yaml", "positions/MK.yaml"):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def edit(folder, name, old, new):
    path = folder / "positions" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def changed(report):
    return {what: count for what, count in report.items() if count and "unchanged" not in what}


def everything():
    return list(Claim.objects.order_by("pk").values()), entries(markings=CLEAR, limit=None)


def test_stepping_through_time_shows_countries_moving():
    load_all()
    days = change_days(markings=CLEAR)
    assert sum(day >= date(2025, 2, 1) for day in days) > 100
    assert stances("troops", date(2025, 2, 15)) == {
        "EE": "conditional",
        "KR": "against",
        "NL": "conditional",
        "US": "against",
    }
    assert (
        stances("troops", date(2025, 6, 1)).items()
        >= {"ES": "undecided", "CZ": "undecided", "EE": "conditional"}.items()
    )
    assert stances("troops", date(2026, 2, 1)).items() >= {"ES": "conditional", "CZ": "against", "EE": "favor"}.items()
    moved = [move for move in moves(since=date(2025, 3, 1), until=date(2026, 3, 1), markings=CLEAR) if move.before]
    assert len({move.country for move in moved if "stance" in move.changed}) > 10
    for day in days[-20:]:
        assert positions(as_of=day, markings=CLEAR) != positions(as_of=day - timedelta(days=1), markings=CLEAR)


def stances(topic, day):
    return {p.country: p.stance for p in positions(as_of=day, markings=CLEAR, topics=[topic])}


def test_loading_twice_changes_nothing(folder):
    load_all(folder)
    before = everything()
    assert changed(load_all(folder)) == {}
    assert everything() == before


def test_an_edited_code_changes_that_claim_alone_and_keeps_its_earlier_version(folder):
    load_all(folder)
    before = {claim.pk: claim.version for claim in Claim.objects.all()}
    edit(folder, "AL.yaml", "value: {measures: [finance, energy]}", "value: {measures: [finance]}")
    assert changed(load_all(folder)) == {"positions changed": 1}
    (claim,) = [claim for claim in Claim.objects.all() if claim.version != before[claim.pk]]
    assert (claim.origin_name, claim.codes, [event.codes for event in claim.events.order_by("pgh_id")][-2]) == (
        "AL-002",
        ["finance"],
        ["finance", "energy"],
    )
    entry = entries(markings=CLEAR, newest_first=True)[0]
    assert (entry.kind, entry.reason, entry.evidence) == ("claim_edited", "our_correction", [claim.pk])


def test_a_rewritten_summary_is_another_claim_in_place_of_the_first(folder):
    load_all(folder)
    first = Claim.objects.get(origin_name="AL-002")
    edit(folder, "AL.yaml", "which urges keeping and", "which asks for keeping and")
    assert changed(load_all(folder)) == {"positions changed": 1}
    second = Claim.objects.get(origin_name="AL-002", state="accepted")
    assert (second.replaces, Claim.objects.get(pk=first.pk).state) == (first, "retracted")
    assert [entry.kind for entry in entries(markings=CLEAR, limit=None)][-2:] == ["claim_retracted", "claim_accepted"]


def test_an_entry_taken_out_is_retracted_and_comes_back_as_a_new_claim(folder):
    load_all(folder)
    whole = (folder / "positions" / "AL.yaml").read_text(encoding="utf-8")
    edit(folder, "AL.yaml", whole[whole.index("  - id: AL-002") :], "")
    assert changed(load_all(folder)) == {"positions removed": 1}
    assert changed(load_all(folder)) == {}
    (folder / "positions" / "AL.yaml").write_text(whole, encoding="utf-8")
    load_all(folder)
    assert list(Claim.objects.filter(origin_name="AL-002").order_by("pk").values_list("state", flat=True)) == [
        "retracted",
        "accepted",
    ]


def test_what_a_person_edited_is_left_alone(folder):
    load_all(folder)
    claim = Claim.objects.get(origin_name="AL-002")
    Claim.objects.filter(pk=claim.pk).update(version=claim.version + 1, note="Looked at again.")
    edit(folder, "AL.yaml", "value: {measures: [finance, energy]}", "value: {measures: [finance]}")
    assert changed(load_all(folder)) == {"positions left alone (edited by a person)": 1}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("stance: favor", "stance: perhaps", "positions/AL.yaml, AL-001: stance: 'perhaps' is not a stance"),
        (
            "measures: [finance, energy]",
            "measures: [wheat]",
            "AL-002: value.measures: 'wheat' is not a code of measures",
        ),
        ("    topic: sanctions\n", "", "positions/AL.yaml, AL-002: the field 'topic' is missing"),
        ("id: AL-002", "id: AL-001", "AL.yaml, entry 2: id 'AL-001' is missing or given twice"),
        ("country: AL", "country: ZZ", "positions/ZZ.yaml, AL-001: country: 'ZZ' is not a tracked country"),
        ("stated_on: 2025-06-11", "stated_on: soon", "positions/AL.yaml, AL-001: "),
        ("  - id: AL-001", "  - id: [", "AL.yaml: "),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_changes(folder, old, new, message):
    edit(folder, "AL.yaml", old, new)
    with pytest.raises(SeedError) as refused:
        load_all(folder)
    assert message in str(refused.value)
    assert everything() == ([], [])
