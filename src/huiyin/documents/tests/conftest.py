"""A district whose head of the bureau words its letters."""

from __future__ import annotations

import pytest

from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import build_example_district


@pytest.fixture
def district(db):
    return built_once("district", build_example_district)
