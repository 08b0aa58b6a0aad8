"""`huiyin doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

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

_NAMED = {
    "calendars": "calendar",
    "callouts": "call-outs",
    "key_file": "key",
    "migrations": "database shape",
    "static_files": "pages",
}

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
    if not (settings.HUIYIN_HOME.is_dir() and intact.is_there()):
        yield _nothing()
        return
    try:
        intact.check()
    except HuiyinError as error:
        yield Finding("database", "bad", str(error.message), str(error.remedy))
        examinations = OF_THE_MACHINE
    for examination in examinations:
        try:
            yield from examination(now)
        except HuiyinError as error:
            yield Finding(_about(examination), "bad", str(error.message), str(error.remedy))
        except Exception as error:
            yield Finding.failed(_about(examination), error)


def _about(examination: Examination) -> str:
    """What its findings are called where it could not make one itself."""
    name = examination.__name__
    return _NAMED.get(name, name.replace("_", " "))


def _nothing() -> Finding:
    """One sentence in place of one for each thing that is not there: most likely the wrong folder was meant."""
    return Finding(
        "folder", "bad", _("There is no installation in {path}.").format(path=settings.HUIYIN_HOME),
        _("Name its folder in HUIYIN_HOME and type it again, as the user who runs it. A new one begins with `huiyin setup`, an example with `huiyin serve --example-when-empty`."),
    )  # fmt: skip
