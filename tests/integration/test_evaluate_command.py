"""`manage.py evaluate`: labelled documents in, figures out."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.stub_model import Stub, served

QUOTE = "Estonia will send 150 soldiers"
TEXT = f"TALLINN - {QUOTE}, the prime minister, Kristen Michal, said."
CLAIM = {
    "country": "EE",
    "topic": "troops",
    "stance": "favor",
    "status": "pledged",
    "conditions": [],
    "value": {"personnel_min": 150, "personnel_max": 150},
    "attribution": "official_named",
    "speaker": "Kristen Michal",
    "stated_on": None,
    "quote": QUOTE,
    "start": TEXT.index(QUOTE),
    "end": TEXT.index(QUOTE) + len(QUOTE),
    "confidence": 0.95,
}


@pytest.fixture
def folders(tmp_path):
    """Two labelled documents, the second without claims, and predictions: one right and one too many."""
    labelled, predicted = tmp_path / "labelled", tmp_path / "predicted"
    for folder in (labelled, predicted):
        folder.mkdir()
    document = {"id": "x", "kind": "wire", "title": "", "publisher": "", "published_on": "2025-03-05", "text": TEXT}
    write(labelled / "001.json", {**document, "claims": [CLAIM]})
    write(labelled / "002.json", {**document, "claims": []})
    write(predicted / "001.json", {"claims": [CLAIM]})
    write(predicted / "002.json", {"claims": [{**CLAIM, "confidence": 0.5}]})
    return labelled, predicted


def write(path, content):
    path.write_text(json.dumps(content))


def run(*arguments):
    out = io.StringIO()
    call_command("evaluate", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_figures_of_stored_predictions(folders):
    labelled, predicted = folders
    figures = json.loads(run(labelled, "--predictions", predicted, "--json"))
    assert figures["overall"]["c"] == {"tp": 1, "p": 0.5, "r": 1.0, "f1": 0.6667}
    assert figures["false_claims_per_claimless_document"] == 1.0
    assert figures["calibration"][-1] == {"from": 0.9, "to": 1.0, "claims": 1, "right": {"a": 1, "b": 1, "c": 1}}
    assert figures["commonest_mistakes"] == [
        {
            "kind": "troops in a document without claims",
            "count": 1,
            "document": "002",
            "example": f"EE: {QUOTE}",
        }
    ]


def test_a_part_of_the_documents(folders):
    labelled, predicted = folders
    figures = json.loads(run(labelled, "--predictions", predicted, "--json", "--only", "001-001"))
    assert figures["documents"] == 1
    assert figures["overall"]["c"]["f1"] == 1.0


def test_the_table_says_the_same(folders):
    labelled, predicted = folders
    printed = run(labelled, "--predictions", predicted)
    assert f"{'all':<17}     1     2  0.500 1.000 0.667" in printed
    assert "false claims per claimless document: 1.00 (1 of 1 affected)" in printed
    assert "   1  troops in a document without claims\n      002  EE: Estonia will send" in printed


def test_what_the_engine_predicts_can_be_kept_and_scored_again(folders, tmp_path):
    labelled, _ = folders
    first = run(labelled, "--write", tmp_path / "kept", "--json")
    assert run(labelled, "--predictions", tmp_path / "kept", "--json") == first


def test_a_folder_without_labelled_documents_is_refused(tmp_path):
    with pytest.raises(CommandError, match="holds no labelled documents"):
        run(tmp_path)


def test_a_file_that_is_no_labelled_document_is_named(tmp_path):
    write(tmp_path / "007.json", {"text": "only a text"})
    with pytest.raises(CommandError, match=r"007\.json is no labelled document: KeyError: 'kind'"):
        run(tmp_path)


def test_missing_and_broken_predictions_are_named(folders):
    labelled, predicted = folders
    (predicted / "001.json").unlink()
    (predicted / "002.json").write_text("{")
    figures = json.loads(run(labelled, "--predictions", predicted, "--json"))
    assert figures["prediction_problems"] == ["001: missing", "002: unreadable"]


def test_a_models_proposals_beside_the_engines(folders, settings):
    labelled, _ = folders
    stub = Stub()
    stub.says(CLAIM, {**CLAIM, "quote": "Estonia will send 1,500 soldiers"})
    with served(stub) as port:
        settings.MODEL_URL, settings.MODEL_NAME = f"http://127.0.0.1:{port}/v1", "stub-1"
        compared = json.loads(run(labelled, "--model", "--json"))
        printed = run(labelled, "--model", "--only", "1")
    assert list(compared) == ["engine", "stub-1", "both"]
    assert compared["stub-1"]["overall"]["c"] == {"tp": 1, "p": 0.5, "r": 1.0, "f1": 0.6667}
    assert compared["both"]["overall"]["c"]["tp"] == 1
    assert f"{'stub-1':<17}     1     1  1.000 1.000 1.000" in printed


def test_a_failing_model_is_named_beside_its_figures(folders, settings):
    labelled, _ = folders
    settings.MODEL_URL, settings.MODEL_NAME = "http://127.0.0.1:1/v1", "stub-1"
    assert "stub-1: 001: the endpoint cannot be reached (ConnectError)" in run(labelled, "--model", "--only", "1")


def test_without_an_endpoint_there_is_nothing_to_compare_with(folders):
    with pytest.raises(CommandError, match="--model needs MODEL_URL"):
        run(folders[0], "--model")
