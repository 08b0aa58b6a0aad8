"""Fixtures that any room's tests may ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from .migrated_once import made_once, shared_folder
from .rooms import passing, signed_in_as
from .whole import WholeProgram


@pytest.fixture
def installation_from_nothing(tmp_path: Path) -> Iterator[WholeProgram]:
    """A whole program without a folder or a database: for tests of what makes them."""
    program = WholeProgram(tmp_path / "whole")
    try:
        yield program
    finally:
        program.stop()


@pytest.fixture
def installation_of_its_own(installation_from_nothing: WholeProgram, migrated_database: Path | None) -> WholeProgram:
    """A whole program with a migrated, empty database, not started: for commands, or to prepare it before `start()`."""
    if migrated_database is not None:
        installation_from_nothing.begin_with(migrated_database)
    return installation_from_nothing


@pytest.fixture
def whole_program(installation_of_its_own: WholeProgram) -> WholeProgram:
    """A running one, empty: `huiyin("demo")` or `huiyin("setup", …)` fill it, `fast_forward(days=3)` moves its clock."""
    installation_of_its_own.start()
    return installation_of_its_own


@pytest.fixture(scope="session")
def example_of_this_run(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path | None) -> Path | None:
    """A folder with `home` and `key` as `huiyin demo` makes them, once in a run: to copy, never to write to.

    None on PostgreSQL.
    """
    if migrated_database is None:
        return None

    def make(folder: Path) -> None:
        program = WholeProgram(folder)
        program.begin_with(migrated_database)
        program.huiyin("demo")

    return made_once(shared_folder(tmp_path_factory) / "whole.example", make)


@pytest.fixture
def example_of_its_own(installation_from_nothing: WholeProgram, example_of_this_run: Path | None) -> WholeProgram:
    """A whole program with the example district, not started."""
    if example_of_this_run is None:
        installation_from_nothing.huiyin("demo")
    else:
        installation_from_nothing.begin_like(example_of_this_run)
    return installation_from_nothing


@pytest.fixture
def later() -> Iterator[Callable[[float], None]]:
    """So many days after the beginning, and the sweep has come by."""
    with passing(dt.timedelta(days=1)) as at:
        yield at


@pytest.fixture
def signed_in(db: None) -> Callable[[str], Client]:
    """A browser of whoever it is, of an example that the test has built."""
    return signed_in_as
