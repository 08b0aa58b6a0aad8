"""A district whose head of the bureau words its letters."""

from __future__ import annotations

import pytest

from huiyin.organisations.example import build_example_district


@pytest.fixture
def district(db):
    return build_example_district()
