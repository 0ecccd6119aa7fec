"""What every test may use: the databases, a fixed cast of people, small makers of documents and claims."""

import os
import tempfile
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_configure(config):
    data_dir = tempfile.mkdtemp(prefix="pledgeboard-test-")
    os.environ.setdefault("DATA_DIR", data_dir)


@pytest.fixture
def shared() -> Path:
    """The folder beside the checkout with the seed article and the labelled documents; never missing in CI."""
    if not SHARED.is_dir():
        assert not os.environ.get("CI"), f"{SHARED} must be there in CI"
        pytest.skip(f"{SHARED} is not there")
    return SHARED
