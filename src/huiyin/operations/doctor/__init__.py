"""`huiyin doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from huiyin.kernel.errors import HuiyinError
from huiyin.operations import intact

from .finding import Finding
from .machine import clock, disk, folder, fonts, key_file, static_files
from .owed import notices, time_limits
from .rules_of_its_own import callouts, gateways, mornings
from .service import (
    backup,
    beginning,
    calendars,
    database,
    files,
    https,
    identity,
    ledger,
    mail,
    migrations,
    offline,
    watcher,
    worker,
)

__all__ = ["Finding", "examine"]

Examination = Callable[[datetime], Iterable[Finding]]

OF_THE_MACHINE: tuple[Examination, ...] = (disk, clock, folder, static_files, fonts)
EXAMINATIONS: tuple[Examination, ...] = (
    *OF_THE_MACHINE,
    key_file,
    migrations,
    database,
    beginning,
    files,
    ledger,
    worker,
    watcher,
    mail,
    gateways,
    notices,
    time_limits,
    callouts,
    mornings,
    identity,
    calendars,
    backup,
    https,
    offline,
)


def examine(now: datetime) -> Iterator[Finding]:
    """Every finding, in the order of the list. An examination that fails itself is a finding too.

    Where the database is gone nothing asks for it: to ask would make an empty one in its place.
    """
    examinations = EXAMINATIONS
    try:
        intact.check()
    except HuiyinError as error:
        yield Finding("database", "bad", str(error.message), str(error.remedy))
        examinations = OF_THE_MACHINE
    for examination in examinations:
        try:
            yield from examination(now)
        except HuiyinError as error:
            yield Finding(examination.__name__, "bad", str(error.message), str(error.remedy))
        except Exception as error:
            yield Finding.failed(examination.__name__, error)
