"""What a commitment covers is kept for ever: a row that was committed to under an older set of fields must still verify.

A set that was once on `main` stands in `field_sets.json` and never changes; a new one comes after it (`committed_fields_before`).
HUIYIN_WRITE_FIELD_SETS=1 adds new models and new sets; it changes none that is there.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.apps import apps

from huiyin.kernel.ledger.models import Committed

KEPT = Path(__file__).parent / "field_sets.json"
RECORDED: dict[str, list[list[str]]] = json.loads(KEPT.read_text()) if KEPT.is_file() else {}
MODELS = {model._meta.label: model for model in apps.get_models() if issubclass(model, Committed)}


def sets_of(model: type[Committed]) -> list[list[str]]:
    return [list(one) for one in (*model.committed_fields_before, model.committed_fields)]


@pytest.mark.parametrize("label", sorted(RECORDED))
def test_a_set_of_fields_that_rows_were_committed_under_stays_as_it_was(label: str) -> None:
    assert label in MODELS, "rows of it stand in ledgers: the model stays, or a migration erases them"
    assert sets_of(MODELS[label])[: len(RECORDED[label])] == RECORDED[label], (
        "append the former one to committed_fields_before"
    )


def test_every_set_of_fields_is_recorded() -> None:
    now = {label: sets_of(model) for label, model in sorted(MODELS.items()) if not label.startswith("ledger_sample.")}
    if os.environ.get("HUIYIN_WRITE_FIELD_SETS"):
        assert all(now.get(label, [])[: len(sets)] == sets for label, sets in RECORDED.items())
        KEPT.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n")
    else:
        assert now == RECORDED
