"""The marked form of labelled documents, and what is wrong with a text that is not in it."""

from datetime import date

import pytest

from extraction.labelled import LabelledError
from extraction.marked import read_documents, read_marked
from extraction.scoring import is_exact

TEXT = """=== a-1 | wire | 2025-03-03 | A paper | A title
Britain will go, Keir Starmer said. {{GB troops favor pledged max=10,000 by="Keir Starmer" attr=official_named}} Rome
will not. {{IT troops against | IT,ES guarantee conditional if=ceasefire,mandate forms=multinational_force}}

Nothing here.

=== a-2 | digest | - | - | Without a date
Ships for two years off Odesa. {{RO duration min=24 max=24}} Bucharest gave a battery.
{{RO aid favor pledged category=air_defence item=a_battery}}
"""


@pytest.fixture
def read(tmp_path):
    def reader(text):
        (tmp_path / "01.txt").write_text(text, encoding="utf-8")
        return list(read_marked(tmp_path / "01.txt"))

    return reader


def test_marks_become_claims_and_leave_the_text(read):
    first, second = read(TEXT)
    assert (first.name, first.kind, first.published_on) == ("a-1", "wire", date(2025, 3, 3))
    assert first.text == "Britain will go, Keir Starmer said. Rome\nwill not.\n\nNothing here."
    assert [(c["country"], c["topic"], c["stance"], c["status"]) for c in first.claims] == [
        ("GB", "troops", "favor", "pledged"),
        ("IT", "troops", "against", None),
        ("IT", "guarantee", "conditional", None),
        ("ES", "guarantee", "conditional", None),
    ]
    british, italian, *_, spanish = first.claims
    assert british["value"]["personnel_max"] == 10000
    assert (british["speaker"], british["attribution"]) == ("Keir Starmer", "official_named")
    assert spanish["conditions"] == ["ceasefire", "mandate"]
    assert spanish["value"]["forms"] == ["multinational_force"]
    assert (british["quote"], italian["quote"]) == ("Britain will go, Keir Starmer said.", "Rome\nwill not.")
    assert second.published_on is None
    assert second.claims[0]["value"] == {"months_min": 24, "months_max": 24, "open_ended": None}
    assert [second.claims[1]["value"][name] for name in ("category", "item")] == ["air_defence", "a battery"]


def test_quotes_are_exact(read):
    for document in read(TEXT):
        assert all(is_exact(claim, document.text) for claim in document.claims)


@pytest.mark.parametrize(
    ("mark", "named"),
    [
        ("GB soldiers favor", "soldiers"),
        ("GB troops maybe", "maybe"),
        ("GB aid favor pledged category=balloons", "balloons"),
        ("GB troops favor soon", "soon"),
        ("GB troops favor if=luck", "luck"),
        ("GB troops favor ships=3", "ships"),
        ("GB aid favor quantity=many", "many"),
        ("GB sanctions favor measures=prayer", "prayer"),
    ],
)
def test_a_wrong_mark_is_named_with_its_document(read, mark, named):
    with pytest.raises(LabelledError, match=rf"a-1: .*{named}"):
        read(f"=== a-1 | wire | - | - | -\nBritain said so. {{{{{mark}}}}}\n")


def test_a_head_has_five_parts(read):
    with pytest.raises(LabelledError, match="a-1"):
        read("=== a-1 | wire\nBritain said so.\n")


def test_a_folder_without_documents_is_named(tmp_path):
    with pytest.raises(LabelledError, match="no labelled documents"):
        read_documents(tmp_path)


def test_documents_are_counted_over_all_files(tmp_path):
    for name in ("01", "02"):
        (tmp_path / f"{name}.txt").write_text(TEXT.replace("a-", f"{name}-"), encoding="utf-8")
    assert [document.name for document in read_documents(tmp_path, (2, 3))] == ["01-2", "02-1"]
