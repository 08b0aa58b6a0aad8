"""What runs by itself: bytes that never became an attachment are swept away."""

from __future__ import annotations

import datetime as dt
import logging
from itertools import islice

from huiyin.kernel import time

from . import storage
from .models import Attachment

GRACE = dt.timedelta(days=1)  # longer than any form stays open between sending a file and the write that keeps it

BATCH = 500

_log = logging.getLogger("huiyin.files")


def sweep_orphans(now: dt.datetime | None = None) -> int:
    """Remove files on disk that no attachment names; idempotent. Answers how many."""
    removed = 0
    old = storage.older_than((now or time.now()) - GRACE)
    while names := tuple(islice(old, BATCH)):
        known = set(Attachment.objects.filter(digest__in=names).values_list("digest", flat=True))
        for name in set(names) - known:
            storage.remove(name)
            removed += 1
    if removed:
        _log.info("%d files that belong to no attachment were removed", removed)
    return removed
