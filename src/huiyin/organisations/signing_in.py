"""What the log of the machine says of each signing in, right or wrong: how, and a mark that is another one every day.

By the mark the lines of one account on one day belong together, so that somebody who tries is seen; whose it is stands
nowhere. With the installation's key the mark of a name can be reckoned again (`huiyin people marks`), for who has a
reason to ask about one account. No address, no device, no name: the log is no book of who worked when.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Literal

from django.utils.crypto import salted_hmac

from huiyin.kernel import time

Way = Literal["password", "let-in", "code", "passkey", "provider", "proof"]
log = logging.getLogger("huiyin.signing_in")


def passed(way: Way, username: str) -> None:
    """Somebody came in, or proved afresh."""
    log.info("passed way=%s mark=%s", way, mark(username, time.now().date()))


def failed(way: Way, username: str) -> None:
    """Somebody did not. `username`: as it was typed, whether there is such an account or not; empty where none is known."""
    log.warning("failed way=%s mark=%s", way, mark(username, time.now().date()))


def mark(username: str, day: dt.date) -> str:
    """Twelve characters for a name on a day (UTC)."""
    name = username.strip().lower()
    return salted_hmac(f"huiyin.signing-in.{day.isoformat()}", name, algorithm="sha256").hexdigest()[:12]
