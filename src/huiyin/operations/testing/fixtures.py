"""Fixtures that any room's tests may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .whole import WholeProgram


@pytest.fixture
def installation_of_its_own(tmp_path: Path) -> Iterator[WholeProgram]:
    """A whole program that is not started yet: for commands, or to prepare it before `start()`."""
    program = WholeProgram(tmp_path / "whole")
    try:
        yield program
    finally:
        program.stop()


@pytest.fixture
def whole_program(installation_of_its_own: WholeProgram) -> WholeProgram:
    """A running one, empty: `huiyin("demo")` or `huiyin("setup", …)` fill it, `fast_forward(days=3)` moves its clock."""
    installation_of_its_own.start()
    return installation_of_its_own
