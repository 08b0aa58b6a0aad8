"""What runs by itself: bytes that never became an attachment are swept away."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from itertools import islice

from huiyin.kernel import time

from . import storage
from .models import Attachment

GRACE = dt.timedelta(days=1)  # longer than any form stays open between sending a file and the write that keeps it

BATCH = 500

_in_use: list[Callable[[list[str]], set[str]]] = []

_log = logging.getLogger("huiyin.files")


def spare(in_use: Callable[[list[str]], set[str]]) -> None:
    """For a room that keeps sealed bytes of its own here: `in_use` answers which of these names it needs."""
    if in_use not in _in_use:
        _in_use.append(in_use)


def sweep_orphans(now: dt.datetime | None = None) -> int:
    """Remove files on disk that neither an attachment nor a room names; idempotent. Answers how many."""
    removed = 0
    old = storage.older_than((now or time.now()) - GRACE)
    while names := tuple(islice(old, BATCH)):
        known = set(Attachment.objects.filter(digest__in=names).values_list("digest", flat=True))
        known.update(*(source(list(names)) for source in _in_use))
        for name in set(names) - known:
            storage.remove(name)
            removed += 1
    if removed:
        _log.info("%d files that belong to no attachment were removed", removed)
    return removed
