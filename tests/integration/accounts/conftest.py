"""Failed sign-ins are counted in the cache: each test begins with none."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nobody_has_failed_yet():
    cache.clear()
