"""What a restore would do with each row of an archive, decided before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models

from huiyin.kernel import ledger
from huiyin.kernel.ledger import canonical
from huiyin.kernel.ledger.models import Committed, Entry, Opening
from huiyin.kernel.ledger.recording import model_label

from .belonging import BELONGS, About, Belonging, By, Shared, With
from .collecting import CHUNK, exported, has_public_id, model_of
from .rows import Row, holds, read, relations


class Act(StrEnum):
    NEW = "new"  # it is not here
    SAME = "same"
    OLDER = "older-here"  # the archive goes on from what is here
    DAMAGED = "damaged-here"  # the ledger says that it should be as in the archive
    NEWER = "newer-here"  # kept
    BOTH = "changed-here-and-there"  # kept, and named
    ERASED = "erased-here"  # stays so
    LEFT = "names-what-is-not-here"  # can't stand without a row that is not here
    WORKING = "working-state"  # differs, and no entry says which is later: kept


WRITES = (Act.NEW, Act.OLDER, Act.DAMAGED)
# Rows that go in the course of work without an entry: they come back only with what they hang on.
VANISH = frozenset(
    {
        "cases.CaseScope",
        "supervision.Sign",
        "duty.Seat",
        "organisations.SchoolClass",
        "organisations.CodeApp",
        "organisations.RecoveryCode",
        "organisations.Passkey",
        "organisations.LinkedIdentity",
    }
)


@dataclass(slots=True)
class Decision:
    act: Act
    here: Any = None  # the key that the row has here, or will have


@dataclass(slots=True)
class Contents:
    """The rows of an archive, by model and by the key they had at the source. `entries`: public id -> digest by row reference."""

    rows: dict[str, dict[Any, Row]]
    entries: dict[str, dict[str, str]]


@dataclass(slots=True)
class Plan:
    """`lacking`: relation -> public ids of rows that are not here, with how many rows name each."""

    own: bool
    decisions: dict[str, dict[Any, Decision]] = field(default_factory=dict)
    lacking: dict[str, Counter[str]] = field(default_factory=dict)

    def counts(self) -> dict[str, dict[str, int]]:
        """Act -> model -> rows."""
        found: dict[str, Counter[str]] = {}
        for label, rows in self.decisions.items():
            for one in rows.values():
                found.setdefault(one.act.value, Counter())[label] += 1
        return {act: dict(found[act]) for act in sorted(found)}

    @property
    def writes(self) -> bool:
        return any(one.act in WRITES for rows in self.decisions.values() for one in rows.values())

    def here(self, label: str, key: Any) -> Any:
        """Where a row of the archive stands, or will stand; None where it does not."""
        found = self.decisions.get(label, {}).get(key)
        return found.here if found is not None and found.act is not Act.ERASED and found.act is not Act.LEFT else None


def plan(contents: Contents, *, own: bool) -> Plan:
    """`own`: the archive was made by this very installation."""
    return _Planning(contents, own=own).done()


def order() -> list[str]:
    """The models, each after those that its rows can't stand without."""
    left = list(exported())
    found: list[str] = []
    while left:
        ready = [label for label in left if _needs(label) <= {*found, label}]
        found += ready
        left = [label for label in left if label not in ready]
        if not ready:
            raise RuntimeError(f"these need each other: {left}")
    return found


def _needs(label: str) -> set[str]:
    if isinstance(BELONGS[label], About):
        earlier = list(exported())[: list(exported()).index(label)]
        return {other for other, how in exported().items() if isinstance(how, By) or other in earlier}
    needed = (one.related_model._meta.label for one in relations(model_of(label)) if not one.null)
    return {one for one in needed if one in exported()}


class _Planning:
    def __init__(self, contents: Contents, *, own: bool) -> None:
        self._contents, self._plan = contents, Plan(own)
        self._outside: dict[tuple[str, str], Any] = {}
        self._erased = _erased() if own else frozenset()
        self._known = set(_known(contents.entries))
        self._missing: set[str] = set()  # public ids of rows that do not come along

    def done(self) -> Plan:
        for label in order():
            if self._contents.rows.get(label):
                self._place(label)
        if self._plan.own:
            for label in order():
                if self._contents.rows.get(label):
                    self._compare(label)
        self._note_lacking()
        return self._plan

    def target(self, relation: Any, row: Row) -> Any:
        """The key here of what a relation names; None for nothing, and for what is not here."""
        value = row["values"][relation.attname]
        if value is None:
            return None
        label = relation.related_model._meta.label
        if relation.attname not in row.get("out", {}):
            return self._plan.here(label, value)
        return self._away(relation.related_model, row["out"][relation.attname], value)

    def _away(self, model: type[models.Model], public_id: str, value: Any) -> Any:
        """A row outside of the archive: by its public id, and in its own installation otherwise by its key."""
        key = (model._meta.label, public_id or f"#{value}")
        if key not in self._outside:
            wanted = {"public_id": public_id} if public_id else {"pk": value if self._plan.own else None}
            self._outside[key] = model._base_manager.filter(**wanted).values_list("pk", flat=True).first()
        return self._outside[key]

    def _place(self, label: str) -> None:
        """Which row here each row of the archive is, if any."""
        held = self._contents.rows[label]
        decisions = self._plan.decisions.setdefault(label, {})
        here = self._identified(label)
        model = model_of(label)
        reference = model_label(model) if issubclass(model, Committed) else ""
        for key, row in held.items():
            needed = [one for one in relations(model_of(label)) if not one.null]
            if any(self.target(one, row) is None for one in needed) or self._about_missing(label, row):
                decisions[key] = Decision(Act.LEFT)
            elif key in here:
                decisions[key] = Decision(Act.SAME, here[key])
            elif reference and f"{reference}:{key}" in self._erased:
                decisions[key] = Decision(Act.ERASED)
            elif self._plan.own and label in VANISH and not self._comes_back(needed, row):
                decisions[key] = Decision(Act.WORKING)
            else:
                decisions[key] = Decision(Act.NEW, key)  # its key here is drawn when it is written

            if decisions[key].act in (Act.LEFT, Act.ERASED) and "public_id" in row["values"]:
                self._missing.add(row["values"]["public_id"])

    def _about_missing(self, label: str, row: Row) -> bool:
        """A clock or a notice of what does not come along."""
        how = BELONGS[label]
        fields = how.fields if isinstance(how, About) else ()
        return any(row["values"][name].rpartition(":")[2] in self._missing for name in fields)

    def _comes_back(self, needed: list[Any], row: Row) -> bool:
        acts = (
            self._plan.decisions.get(one.related_model._meta.label, {}).get(row["values"][one.attname])
            for one in needed
        )
        return any(found is not None and found.act in WRITES for found in acts)

    def _identified(self, label: str) -> dict[Any, Any]:
        """Key there -> key here."""
        model, how = model_of(label), BELONGS[label]
        held = self._contents.rows[label]
        name = "public_id" if has_public_id(model) else _known_by(how)
        if name:
            there = {row["values"][name]: key for key, row in held.items()}
            return {there[value]: pk for value, pk in _pairs(model, name, list(there))}
        if not self._plan.own:
            return {}
        parent = _parent(label)
        found = {}
        for pk, above in _pairs_of(model, parent, list(held)):
            if above == self.target(model._meta.get_field(parent), held[pk]):
                found[pk] = pk
        return found

    def _compare(self, label: str) -> None:
        model = model_of(label)
        decisions = self._plan.decisions[label]
        at = {one.here: key for key, one in decisions.items() if one.act is Act.SAME}
        for start in range(0, len(keys := sorted(at)), CHUNK):
            rows = list(model._base_manager.filter(pk__in=keys[start : start + CHUNK]))
            openings = _openings(rows)
            for stands in rows:
                key = at[stands.pk]
                row = self._contents.rows[label][key]
                decisions[key].act = self._judged(label, row, stands, openings.get(stands.pk))

    def _judged(self, label: str, row: Row, stands: models.Model, opening: Opening | None) -> Act:
        held = read(type(stands), row["values"])
        for relation in relations(type(stands)):
            held[relation.attname] = self.target(relation, row)
        if all(_alike(getattr(stands, name), value) for name, value in held.items()):
            return Act.SAME
        opened = row.get("opened")
        if not isinstance(stands, Committed) or opened is None:
            needed = [one for one in relations(type(stands)) if not one.null]
            return Act.OLDER if self._comes_back(needed, row) else Act.WORKING
        if opening is None:
            return Act.DAMAGED if opened["entry"] in self._known else Act.OLDER
        if opening.entry.public_id == opened["entry"]:
            return Act.SAME if _as_committed(stands, opening) else Act.DAMAGED
        if opened["entry"] in self._known:
            return Act.NEWER
        return Act.OLDER if opening.entry.public_id in self._contents.entries else Act.BOTH

    def _note_lacking(self) -> None:
        for label, held in self._contents.rows.items():
            for relation in relations(model_of(label)):
                for row in held.values():
                    name = row.get("out", {}).get(relation.attname)
                    if name is not None and self.target(relation, row) is None:
                        self._plan.lacking.setdefault(f"{label}.{relation.name}", Counter())[name] += 1


def _known_by(how: Belonging) -> str:
    """The field by which a row without a public id is the same in two databases; "" where none is."""
    if isinstance(how, Shared):
        return how.key
    return how.fields[0] if isinstance(how, About) else ""


def _parent(label: str) -> str:
    """The relation by which a row belongs."""
    how = BELONGS[label]
    if isinstance(how, With):
        return how.field
    assert isinstance(how, By)  # others are known by a field of their own
    return how.path.partition("__")[0]


def _pairs(model: type[models.Model], name: str, values: list[Any]) -> Iterator[tuple[Any, Any]]:
    for start in range(0, len(values), CHUNK):
        rows = model._base_manager.filter(**{f"{name}__in": values[start : start + CHUNK]})
        yield from rows.values_list(name, "pk")


def _pairs_of(model: type[models.Model], parent: str, keys: list[Any]) -> Iterator[tuple[Any, Any]]:
    for start in range(0, len(keys), CHUNK):
        yield from model._base_manager.filter(pk__in=keys[start : start + CHUNK]).values_list("pk", parent)


def _openings(rows: list[models.Model]) -> dict[Any, Opening]:
    named = {ledger.row_reference(row): row.pk for row in rows if isinstance(row, Committed)}
    found = Opening.objects.filter(pk__in=list(named)).select_related("entry")
    return {named[one.row]: one for one in found}


def _as_committed(row: Committed, opening: Opening) -> bool:
    """Whether the row here is what the latest entry here says."""
    form = canonical.row_form(type(row), opening.field_set)
    digest = canonical.commitment(bytes(opening.salt), canonical.row_bytes(form, form.read(row), bytes(opening.salt)))
    reference = ledger.row_reference(row)
    return any(event["row"] == reference and event.get("digest") == digest for event in opening.entry.events)


def _alike(one: Any, other: Any) -> bool:
    return bytes(one) == other if isinstance(one, memoryview) else bool(one == other)


def _erased() -> frozenset[str]:
    """References of rows that an entry here erased."""
    found: set[str] = set()
    for entry in Entry.objects.filter(commitments__contains='"erased":true').iterator(CHUNK):
        found.update(event["row"] for event in entry.events if event.get("erased"))
    return frozenset(found)


def _known(entries: dict[str, dict[str, str]]) -> Iterator[str]:
    """Those of the archive's entries that are in the ledger here."""
    names = list(entries)
    for start in range(0, len(names), CHUNK):
        yield from Entry.objects.filter(public_id__in=names[start : start + CHUNK]).values_list("public_id", flat=True)


def unprovable(contents: Contents, *, own: bool) -> list[str]:
    """Rows of the archive that are not what the entry says that they name: somebody altered them before they were exported."""
    found = []
    for label, there in contents.rows.items():
        model = model_of(label)
        if not issubclass(model, Committed):
            continue
        for key, row in there.items():
            opened = row.get("opened")
            reference = f"{model_label(model)}:{key}"
            digest = contents.entries.get(opened["entry"], {}).get(reference) if opened else None
            held = read(model, row["values"])
            if opened is None or digest is None or not holds(model, held, opened, digest, own=own):
                found.append(reference)
    return found
