"""What is written down of the backups of the nights."""

from __future__ import annotations

import datetime as dt
import socket

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.kernel import store
from huiyin.kernel.errors import Conflict
from huiyin.operations.models import Backup
from huiyin.organisations.models import Organisation

from . import nights

LONGEST = dt.timedelta(hours=12)  # one that another machine began and never ended
BROKEN_OFF = gettext_noop("it was broken off: the worker was stopped meanwhile")


def is_due(now: dt.datetime) -> bool:
    """Whether one is to be begun now: none is being made, and the night of the last one is over."""
    zone = Organisation.objects.order_by("path").values_list("zone", flat=True).first()
    last = Backup.objects.first()
    if zone is None or (last is not None and _goes_on(last, now)):
        return False
    return nights.due(now, zone, last.begun_at if last else None, failed=last is not None and last.ended_at is None)


def begin(now: dt.datetime) -> Backup:
    """The next one. The caller holds the lock of this machine: what it began before and did not end was broken off.

    Raises `Conflict` while another machine makes one.
    """
    here = socket.gethostname()
    with store.write():
        for row in _open_ones():
            if row.host != here and _goes_on(row, now):
                raise Conflict(_("A backup is being made just now."), _("Wait until it is done."))
            _fail(row, BROKEN_OFF)
        return Backup.objects.create(begun_at=now, host=here, file=nights.name_of(now))


def made(row: Backup, *, size: int, files: int, at: dt.datetime) -> None:
    """It is whole on disk."""
    with store.write():
        row.ended_at, row.size, row.files = at, size, files
        row.save()


def proved(row: Backup, *, entries: int, at: dt.datetime) -> None:
    """It was restored, and its ledger verified: so many entries."""
    with store.write():
        row.proved_at, row.entries = at, entries
        row.save()


def failed(row: Backup, why: str) -> None:
    """It could not be made, or not be restored."""
    with store.write():
        _fail(row, why)


def put_away(names: list[str], at: dt.datetime) -> None:
    """Their files are gone; newer ones stand for them."""
    with store.write():
        Backup.objects.filter(file__in=names, removed_at=None).update(removed_at=at)


def _goes_on(row: Backup, now: dt.datetime) -> bool:
    return row.ended_at is None and not row.trouble and now - row.begun_at < LONGEST


def _open_ones() -> QuerySet[Backup]:
    return Backup.objects.filter(ended_at=None, trouble="")


def _fail(row: Backup, why: str) -> None:
    row.trouble = why[:300]
    row.save()
