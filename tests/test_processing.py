"""The register of processing names every table, and its page says what the office has set."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils import translation

from huiyin.operations.moving.belonging import BELONGS
from huiyin.retention.processing import ACTIVITIES, NOTHING_OF_PERSONS, of_model

DOCS = Path(__file__).parents[1] / "docs" / "personal-data.md"
HEAD = """# Personal data: the register of processing

What is kept of persons, why, how long, who reads it, where. Made from `retention/processing.py` (`HUIYIN_WRITE_PROCESSING=1 pytest tests/test_processing.py`); every model stands in a row, which a test asks. The page
*Archive → Keeping and destroying → Register of processing* is the same with the office's own schedules, and prints.

| what | of whom | kept | why | how long | who reads | where |
|---|---|---|---|---|---|---|
"""


def test_every_model_stands_in_one_row_and_every_row_names_models_that_are_there():
    wrong = {label: keys for label in BELONGS if len(keys := of_model(label)) != 1}
    assert not wrong
    rooms = {label.partition(".")[0] for label in BELONGS}
    named = [name for one in ACTIVITIES for name in one.models] + list(NOTHING_OF_PERSONS)
    assert not [name for name in named if name not in BELONGS and not (name.endswith(".*") and name[:-2] in rooms)]


def test_the_page_in_the_docs_is_the_same():
    with translation.override("en"):
        rows = [
            f"| {one.title} | {one.whose} | {one.what} | {one.why} | {one.ends} | {one.readers} | {one.where} |"
            for one in ACTIVITIES
        ]
    text = HEAD + "\n".join(rows) + "\n"
    if os.environ.get("HUIYIN_WRITE_PROCESSING"):
        DOCS.write_text(text, "utf-8")
    assert DOCS.read_text("utf-8") == text
