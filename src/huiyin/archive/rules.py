"""When something may go into a dossier, and what a dossier may hold. Pure."""

from __future__ import annotations

import datetime as dt

ENDED_CASE, ENDED_INCIDENT = "done", ("ended", "reviewed")
KEPT = dt.timedelta(days=1)  # a package that was made lies sealed on the machine for so long; it can be made again
HELD = dt.timedelta(minutes=5)  # without a word of its worker a dossier is taken up by another
MOST_TRIES = 2
MOST_BYTES = 150_000_000  # of originals that one package takes


def case_may(bucket: str) -> bool:
    """A dossier is of what has ended."""
    return bucket == ENDED_CASE


def incident_may(status: str) -> bool:
    return status in ENDED_INCIDENT


def pictures_may(kept_why: str) -> bool:
    """Files of a response are destroyed after it (突发事件应对法 85); kept as evidence only by a written assessment of the office."""
    return bool(kept_why.strip())


DUE_KEY, DUE_DAYS = "archive:transfer", 365
"""The office's own number: so many days after its end a case is due to go to the archive. No law gives it."""


def can_have_been_received(on: dt.date, prepared_on: dt.date, today: dt.date) -> bool:
    """Not before the list was prepared, not in the future."""
    return prepared_on <= on <= today
