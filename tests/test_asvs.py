"""The two pages about security name every item of the standard, and tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WORDS = {"holds", "apart", "open", "none"}
# Section of OWASP ASVS 5.0.0 -> its items of levels 1 and 2. All are counted from 1 but for those that are named.
ITEMS = {
    "1.1": "1-2", "1.2": "1-9", "1.3": "1-11", "1.4": "1-3", "1.5": "1-2", "2.1": "1-3", "2.2": "1-3", "2.3": "1-4", "2.4": "1",
    "3.2": "1-2", "3.3": "1-4", "3.4": "1-6", "3.5": "1-5", "3.7": "1-2", "4.1": "1-3", "4.2": "1", "4.3": "1-2", "4.4": "1-4",
    "5.1": "1", "5.2": "1-3", "5.3": "1-2", "5.4": "1-3", "6.1": "1-3", "6.2": "1-12", "6.3": "1-4", "6.4": "1-4", "6.5": "1-5",
    "6.6": "1-3", "6.8": "1-4", "7.1": "1-3", "7.2": "1-4", "7.3": "1-2", "7.4": "1-5", "7.5": "1-2", "7.6": "1-2", "8.1": "1-2",
    "8.2": "1-3", "8.3": "1", "8.4": "1", "9.1": "1-3", "9.2": "1-4", "10.1": "1-2", "10.2": "1-2", "10.3": "1-4", "10.4": "1-11",
    "10.5": "1-5", "10.6": "1-2", "10.7": "1-3", "11.1": "1-2", "11.2": "1-3", "11.3": "1-3", "11.4": "1-4", "11.5": "1", "11.6": "1",
    "12.1": "1-3", "12.2": "1-2", "12.3": "1-4", "13.1": "1", "13.2": "1-5", "13.3": "1-2", "13.4": "1-5", "14.1": "1-2",
    "14.2": "1-4", "14.3": "1-3", "15.1": "1-3", "15.2": "1-3", "15.3": "1-7", "16.1": "1", "16.2": "1-5", "16.3": "1-4",
    "16.4": "1-3", "16.5": "1-3", "17.1": "1", "17.2": "1-4", "17.3": "1-2",
}  # fmt: skip


def test_every_item_of_both_levels_is_answered_in_its_order():
    asked = []
    for section, numbers in ITEMS.items():
        first, _dash, last = numbers.partition("-")
        asked += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in (ROOT / "docs" / "asvs.md").read_text().splitlines()
        if re.match(r"\| \d", line)
    ]
    assert [row[0] for row in rows] == asked
    for number, _asks, word, how in rows:
        assert word in WORDS, number
        assert how or word == "none" or number == "13.2.5", f"{number} says how"


@pytest.mark.parametrize("page", ["asvs.md", "threats.md"])
def test_a_test_that_is_named_is_there(page: str):
    named = re.findall(r"`((?:src|tests)/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / page).read_text())
    assert named
    for file, name in named:
        assert re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE), f"{file}::{name}"
