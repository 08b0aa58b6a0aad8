"""Django system checks of the ledger. `manage check --database default` and `huiyin doctor` run them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import connections, models

from huiyin.kernel.ledger import canonical, triggers
from huiyin.kernel.ledger.models import Committed, Entry


@checks.register(checks.Tags.models)
def committed_fields_exist(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Every Committed model says which of its own stored columns are committed to."""
    return [
        checks.Error(f"{model._meta.label}: {reason}", id="ledger.E001")
        for model in committed_models()
        for reason in _mistakes(model)
    ]


@checks.register(checks.Tags.database)
def triggers_present(app_configs: Any, databases: Sequence[str] | None, **_: Any) -> list[checks.CheckMessage]:
    """The database still refuses to change the ledger."""
    found: list[checks.CheckMessage] = []
    for name in databases or ():
        if Entry._meta.db_table not in connections[name].introspection.table_names():
            continue
        lost = triggers.missing(name)
        if lost:
            hint = "Run `huiyin ledger verify`, then migrate: it puts them back."
            found.append(
                checks.Error(f"The ledger is not protected: no {', '.join(lost)}.", hint=hint, id="ledger.E002")
            )
    return found


def committed_models() -> list[type[Committed]]:
    """Every concrete model whose rows are committed to, in the order of their labels."""
    found = [model for model in apps.get_models() if issubclass(model, Committed) and not model._meta.proxy]
    return sorted(found, key=lambda model: model._meta.label_lower)


def _mistakes(model: type[Committed]) -> list[str]:
    if not model.committed_fields:
        return ["committed_fields is empty"]
    found = []
    for name in {*model.committed_fields, *(name for before in model.committed_fields_before for name in before)}:
        try:
            field = model._meta.get_field(canonical.bare(name))
        except FieldDoesNotExist:
            found.append(f"committed field {name} does not exist")
            continue
        if not getattr(field, "concrete", False) or isinstance(field, models.ManyToManyField):
            found.append(f"committed field {name} is no column of the row")
    return found
