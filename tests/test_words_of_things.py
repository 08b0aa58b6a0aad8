"""Every field that holds what anybody wrote stands in the table of what is emptied, or beside it with why it stays."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from huiyin.operations.moving.belonging import BELONGS, By
from huiyin.retention import words

ROOTS = ("cases.Case", "prevention.Hazard", "announcements.Announcement", "archive.Holding")
SHORT = 60  # a shorter text is a code or a reference
ELSEWHERE = {
    "cases.ReceiptCode", "cases.GroupSlip",  # keyed digests
    "cases.Draft", "cases.SearchText", "cases.ImportedRow", "cases.LookedThrough",  # deleted, or no words
    "archive.Dossier",  # its package goes with its key; the row holds checksums
    "prevention.Answer", "prevention.Sent",  # of a round: what was looked at, and how it stood
    "prevention.Report",  # what anybody said at a place: stands apart from hazards
}  # fmt: skip


def hangs_on(label: str, root: str) -> bool:
    """Whether a row of this table leads to a case (or hazard) by relations that stand in the table of organisations."""
    belongs = BELONGS[label]
    if not isinstance(belongs, By):
        return False
    model = apps.get_model(label)
    direct = {
        field.related_model._meta.label for field in model._meta.fields if field.is_relation and field.related_model
    }
    steps = belongs.path.split("__")[:-1]
    return root in direct or root.lower().split(".")[1] in steps


def texts(label: str) -> set[str]:
    found = set()
    for field in apps.get_model(label)._meta.concrete_fields:
        long = isinstance(field, models.CharField) and not field.choices and (field.max_length or 0) >= SHORT
        if isinstance(field, models.TextField | models.JSONField) or long:
            found.add(field.name)
    return {name for name in found if not name.endswith("_title")}  # titles of posts


def test_no_field_of_free_text_of_a_case_or_a_hazard_is_forgotten():
    table = {
        one.model: {*one.fields, *one.marked}
        for one in (*words.CASE, *words.HAZARD, *words.INSTRUCTION, *words.ANNOUNCEMENT, *words.HOLDING)
    }
    forgotten = {}
    for label in BELONGS:
        if label in ELSEWHERE or not (any(hangs_on(label, root) for root in ROOTS) or label in table):
            continue
        left = texts(label) - table.get(label, set()) - set(words.STAYS.get(label, ()))
        if left:
            forgotten[label] = sorted(left)
    assert not forgotten


def test_the_table_names_fields_that_are_there_and_paths_that_lead_to_the_thing():
    for table, root in (
        (words.CASE, "cases.Case"),
        (words.HAZARD, "prevention.Hazard"),
        (words.INSTRUCTION, "instructions.Instruction"),
        (words.ANNOUNCEMENT, "announcements.Announcement"),
        (words.HOLDING, "archive.Holding"),
    ):
        for one in table:
            model = apps.get_model(one.model)
            for name in (*one.fields, *one.marked):
                model._meta.get_field(name)
            for path in one.paths:
                assert model._default_manager.filter(**{path: 1}).query
                end = model
                for step in path.split("__") if path != "pk" else ():
                    end = end._meta.get_field(step).related_model
                assert end._meta.label == root, (one.model, path)
