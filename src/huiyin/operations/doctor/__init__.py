"""`huiyin doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from huiyin.kernel.errors import HuiyinError

from .finding import Finding
from .machine import clock, disk, folder, fonts, key_file, static_files
from .service import backup, calendars, database, https, ledger, mail, migrations, offline, watcher, worker

__all__ = ["Finding", "examine"]

Examination = Callable[[datetime], Iterable[Finding]]

EXAMINATIONS: tuple[Examination, ...] = (
    disk,
    clock,
    folder,
    key_file,
    static_files,
    fonts,
    migrations,
    database,
    ledger,
    worker,
    watcher,
    mail,
    calendars,
    backup,
    https,
    offline,
)


def examine(now: datetime) -> Iterator[Finding]:
    """Every finding, in the order of the list. An examination that fails itself is a finding too."""
    for examination in EXAMINATIONS:
        try:
            yield from examination(now)
        except HuiyinError as error:
            yield Finding(examination.__name__, "bad", str(error.message), str(error.remedy))
        except Exception as error:
            yield Finding.failed(examination.__name__, error)
