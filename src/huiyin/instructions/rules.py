"""What an instruction may ask, the office's own numbers, and what is open at which point. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

RESULT_DAYS = 30  # plan clause 3.5.2: the result is reported within 30 days; an own number, no law has it
WORD_DAYS = 7  # the superior says something to the result
LOOK_DAYS = 30  # after the result, while no further step has a date of its own
HOP_DAYS = 5  # a leader answers a hard case
TAKE_DAYS = 3  # who asked says what follows from the answer
LONGEST_DAYS = 365
KEYS = {"result": RESULT_DAYS, "word": WORD_DAYS, "look": LOOK_DAYS, "hop": HOP_DAYS, "take": TAKE_DAYS}

# What is done to people who complain instead of about their matter. No instruction, task or step of ours asks for it.
AGAINST_PERSONS = (
    "截访", "拦访", "劝返", "接返", "遣返", "稳控", "稳住人", "盯防", "盯控", "盯住", "看住", "重点人员", "重点稳定对象", "管控上访",
    "阻止上访", "不让上访", "不得上访", "劝阻上访",
)  # fmt: skip


def number(name: str, chosen: Mapping[str, Any]) -> int:
    """The office's own number of days of a clock of this room."""
    return int(chosen.get(f"instructions:{name}", KEYS[name]))


def against_a_person(*texts: str) -> str:
    """The first words that ask for something to be done to a person who complains; empty where there are none."""
    whole = "".join("".join(text.split()) for text in texts)
    return next((words for words in AGAINST_PERSONS if words in whole), "")
