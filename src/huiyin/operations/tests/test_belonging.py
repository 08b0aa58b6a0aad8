"""Which rows are an organisation's: nothing of it may be missing from an export, and nothing of another may be in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from huiyin.operations import example
from huiyin.operations.moving.belonging import BELONGS, About, By, Never, Shared
from huiyin.operations.moving.collecting import collect, exported, model_of, organisations
from huiyin.operations.moving.planning import order
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.models import Account, Organisation

# Relations by which one row may belong to several: an account by each of its appointments.
SEVERAL = frozenset({"appointments"})


def our_models() -> set[str]:
    return {model._meta.label for model in apps.get_models() if not model._meta.app_label.endswith("_sample")}


def test_of_every_model_it_is_said_how_its_rows_belong() -> None:
    assert set(BELONGS) == our_models(), (
        "A new model needs a row in operations/moving/belonging.py: the path to its organisation, what it is about, "
        "shared data, or why it is never exported."
    )
    assert all(how.reason for how in BELONGS.values() if isinstance(how, Never))


@pytest.mark.parametrize("label", [label for label, how in BELONGS.items() if isinstance(how, By)])
def test_no_row_can_slip_through_an_empty_relation(label: str) -> None:
    how = BELONGS[label]
    assert isinstance(how, By)
    model: Any = model_of(label)
    for hop in how.path.split("__"):
        if hop == "pk":
            break
        field = model._meta.get_field(hop)
        assert hop in SEVERAL or not field.null, f"{label}: {hop} may be empty, and such rows would be lost"
        model = field.related_model
    assert model is Organisation


def test_what_belongs_by_reference_is_known_elsewhere_by_its_public_id_or_its_reference() -> None:
    for label, how in exported().items():
        fields = {field.name: field for field in model_of(label)._meta.concrete_fields}
        if isinstance(how, Shared):
            assert fields[how.key].unique
        if isinstance(how, About):
            assert "public_id" in fields or fields[how.fields[0]].unique
    assert set(order()) == set(exported())


@pytest.mark.django_db
@pytest.mark.xdist_group("whole example")  # one process builds it for both
def test_all_organisations_together_are_all_that_there_is() -> None:
    built_once("whole example", example.build)
    root = Organisation.objects.get(parent=None)
    found = collect(organisations(root, below=True))
    for label, how in exported().items():
        rows: models.QuerySet[Any] = model_of(label)._base_manager.all()
        if isinstance(how, Shared):
            continue
        lost = rows.exclude(pk__in=found.keys[label])
        if label == "organisations.Account":
            lost = lost.filter(appointments__isnull=False)
        assert not lost.exists(), f"{label}: {list(lost.values()[:3])} would be in no export"


@pytest.mark.django_db
@pytest.mark.xdist_group("whole example")
def test_one_organisation_takes_nobody_elses_accounts_along() -> None:
    built_once("whole example", example.build)
    school = Organisation.objects.get(name="柳塘镇中心学校")
    found = collect(organisations(school, below=False))
    accounts = Account.objects.filter(pk__in=found.keys["organisations.Account"])
    assert accounts
    assert not accounts.exclude(appointments__post__unit__organisation=school).exists()
    assert found.keys["organisations.Organisation"] == {school.pk}
