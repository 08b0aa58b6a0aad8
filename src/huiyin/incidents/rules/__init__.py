"""Decisions of this room, pure: time and settings are arguments."""

from .counting import Figures, Tally, tally, together
from .drills import CADENCES, POINTS, Cadence, cadences_for, longest, since_text
from .numbers import (
    CALL_KEY,
    CALL_MINUTES,
    CONTACT_KEY,
    CONTACT_MINUTES,
    DATA_DAYS,
    DATA_KEY,
    REVIEW_DAYS,
    REVIEW_KEY,
    number_of,
)
from .paper import moments
from .steps import Chain, PlannedStep, Proposal, chains, level_of, may_begin, propose, steps_at

__all__ = [
    "CADENCES",
    "CALL_KEY",
    "CALL_MINUTES",
    "CONTACT_KEY",
    "CONTACT_MINUTES",
    "DATA_DAYS",
    "DATA_KEY",
    "POINTS",
    "REVIEW_DAYS",
    "REVIEW_KEY",
    "Cadence",
    "Chain",
    "Figures",
    "PlannedStep",
    "Proposal",
    "Tally",
    "cadences_for",
    "chains",
    "level_of",
    "longest",
    "may_begin",
    "moments",
    "number_of",
    "propose",
    "since_text",
    "steps_at",
    "tally",
    "together",
]
