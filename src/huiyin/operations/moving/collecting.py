"""Which rows of this installation belong to some organisations. Reads only; the caller holds one moment of the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from huiyin.organisations.models import Organisation

from .belonging import BELONGS, About, Belonging, By, Shared, With
from .rows import relations

CHUNK = 500


@dataclass(slots=True)
class Collected:
    """`keys`: model's label -> the keys of its rows. `public`: the public ids of all of them."""

    keys: dict[str, set[Any]] = field(default_factory=dict)
    public: set[str] = field(default_factory=set)

    @property
    def rows(self) -> int:
        return sum(map(len, self.keys.values()))


def exported() -> dict[str, Belonging]:
    """The models whose rows go along, in the order of the table."""
    return {label: how for label, how in BELONGS.items() if isinstance(how, By | About | With | Shared)}


def model_of(label: str) -> type[models.Model]:
    return apps.get_model(label)


def organisations(organisation: Organisation, *, below: bool) -> list[Organisation]:
    """Itself, and where asked those below it, from the top."""
    if not below:
        return [organisation]
    return list(Organisation.objects.filter(path__startswith=organisation.path).order_by("path"))


def collect(offices: Collection[Organisation]) -> Collected:
    """All that belongs to them. What is found by reference or with a row comes after that in the table, and what is shared last."""
    found = Collected()
    office_keys = [office.pk for office in offices]
    for kinds in (By, About | With):
        for label, how in exported().items():
            if isinstance(how, kinds):
                found.keys[label] = set(_keys(label, how, office_keys, found))
                _note_public(found, label)
    _collect_shared(found)
    return found


def walk(label: str, keys: Collection[Any]) -> Iterator[models.Model]:
    """Those rows, by their keys."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        yield from model_of(label)._base_manager.filter(pk__in=part).order_by("pk")


def _keys(label: str, how: Belonging, office_keys: list[int], found: Collected) -> Iterator[Any]:
    rows = model_of(label)._base_manager
    if isinstance(how, By):
        yield from rows.filter(**{f"{how.path}__in": office_keys}).values_list("pk", flat=True).distinct()
    elif isinstance(how, About):
        for key, *references in rows.values_list("pk", *how.fields).iterator(CHUNK):
            if all(reference.rpartition(":")[2] in found.public for reference in references):
                yield key
    elif isinstance(how, With):
        parent = found.keys[model_of(label)._meta.get_field(how.field).related_model._meta.label]  # type: ignore[union-attr]
        for key, above in rows.values_list("pk", how.field).iterator(CHUNK):
            if above in parent:
                yield key


def _note_public(found: Collected, label: str) -> None:
    if has_public_id(model_of(label)):
        for start in range(0, len(keys := sorted(found.keys[label])), CHUNK):
            rows = model_of(label)._base_manager.filter(pk__in=keys[start : start + CHUNK])
            found.public.update(rows.values_list("public_id", flat=True))


def has_public_id(model: type[models.Model]) -> bool:
    return any(one.name == "public_id" for one in model._meta.concrete_fields)


def _collect_shared(found: Collected) -> None:
    """What rows that go along name, and what that names in its turn."""
    shared = [label for label, how in exported().items() if isinstance(how, Shared)]
    for label in shared:
        found.keys[label] = set()
    for label in list(found.keys):
        for relation in relations(model_of(label)):
            wanted = relation.related_model._meta.label
            if wanted in shared and label not in shared:
                keys = sorted(found.keys[label])
                for start in range(0, len(keys), CHUNK):
                    rows = model_of(label)._base_manager.filter(pk__in=keys[start : start + CHUNK])
                    found.keys[wanted].update(
                        rows.exclude(**{relation.name: None}).values_list(relation.attname, flat=True)
                    )
    for label in shared:
        _close(found, label)


def _close(found: Collected, label: str) -> None:
    """A category with those above it."""
    for relation in relations(model_of(label)):
        if relation.related_model._meta.label != label:
            continue
        new = found.keys[label]
        while new:
            above = model_of(label)._base_manager.filter(pk__in=new).exclude(**{relation.name: None})
            new = set(above.values_list(relation.attname, flat=True)) - found.keys[label]
            found.keys[label] |= new
