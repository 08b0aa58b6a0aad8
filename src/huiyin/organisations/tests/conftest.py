"""The example district, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import Example, build_example_district


@pytest.fixture
def district(db) -> Example:
    return built_once("district", build_example_district)


@pytest.fixture
def forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves time forward by so many seconds."""
    file = tmp_path / "clock"
    monkeypatch.setenv("HUIYIN_TEST_CLOCK", str(file))
    offset = 0.0

    def move(seconds: float) -> None:
        nonlocal offset
        offset += seconds
        file.write_text(str(offset))

    return move
