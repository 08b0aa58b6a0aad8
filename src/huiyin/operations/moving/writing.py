"""Writing what was planned, in one transaction: rows with keys of this installation, commitments, history, one or more entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

from huiyin.cases import receipts
from huiyin.cases.models import Case
from huiyin.cases.search.actions import index
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.ledger import history
from huiyin.kernel.ledger.history import Proved
from huiyin.kernel.ledger.models import Committed, Entry
from huiyin.kernel.vault import moving as vault_moving
from huiyin.organisations.access import Place, machine, require
from huiyin.organisations.models import Account, Organisation
from huiyin.organisations.rules import child_path

from .collecting import CHUNK, model_of
from .exporting import ACTOR
from .planning import Act, Contents, Decision, Plan, plan
from .rows import Row, read, relations
from .sealed import UNDER_KEY, UnderKey

VERB = "operations.restore-organisation"
_SCOPE = re.compile(r"([obu])(\d+)")  # cases.CaseScope, supervision.Sign: an organisation's or a unit's key


class Writing:
    """`written`: rows; `carried`: entries of history that were not known here; `renamed`: sign-in name there -> here."""

    def __init__(
        self,
        contents: Contents,
        *,
        own: bool,
        secrets: dict[str, Any],
        under: Organisation | None,
        history: tuple[Sequence[Proved], str, str],
        origin: str,
    ) -> None:
        self._contents, self._own, self._secrets, self._under = contents, own, secrets, under
        self._history, self._origin = history, origin
        self._plan = Plan(own)
        self._outside: dict[tuple[str, str], Any] = {}
        self.written = self.carried = 0
        self.renamed: dict[str, str] = {}

    def run(self, shown: Plan) -> None:
        """Raises `Conflict` where something here has changed since `shown` was planned."""
        with store.write():
            require(machine(ACTOR), "move_organisation", Place(0, "/"))
            self._plan = plan(self._contents, own=self._own)
            if self._plan.counts() != shown.counts():
                raise Conflict(_("Somebody changed something meanwhile. Nothing was restored."), _("Restore again."))
            self._draw_keys()
            for label in self._plan.decisions:
                self._write(label)
            self._set_paths()
            self._index()
            self._record()

    def _decided(self, label: str, *acts: Act) -> Iterator[tuple[Row, Decision]]:
        for key, one in self._plan.decisions[label].items():
            if one.act in acts:
                yield self._contents.rows[label][key], one

    def _draw_keys(self) -> None:
        for label in self._plan.decisions:
            model = model_of(label)
            new = list(self._decided(label, Act.NEW))
            kept = self._still_free(model, [one.here for _row, one in new]) if self._own else set()
            wanting = [one for _row, one in new if one.here not in kept]
            for one, key in zip(wanting, _fresh_keys(model, len(wanting)), strict=True):
                one.here = key

    def _still_free(self, model: type[models.Model], keys: list[Any]) -> set[Any]:
        """Keys of rows that were lost: nothing else took them."""
        free = set(keys)
        for start in range(0, len(keys), CHUNK):
            free -= set(model._base_manager.filter(pk__in=keys[start : start + CHUNK]).values_list("pk", flat=True))
        return free

    def _write(self, label: str) -> None:
        model = model_of(label)
        new = [model(**self._values(label, row, one)) for row, one in self._decided(label, Act.NEW)]
        new = [row for row in new if label not in _SCOPED or row.scope]  # type: ignore[attr-defined]
        model._base_manager.bulk_create(new, batch_size=50)
        for row, one in self._decided(label, Act.OLDER, Act.DAMAGED):
            values = self._values(label, row, one)
            model._base_manager.filter(pk=one.here).update(**values)
            self.written += 1
        self.written += len(new)

    def _values(self, label: str, row: Row, one: Decision) -> dict[str, Any]:
        model = model_of(label)
        values = read(model, row["values"])
        for relation in relations(model):
            values[relation.attname] = self._target(relation, row)
        values[model._meta.pk.attname] = one.here
        if label in UNDER_KEY and not self._own:
            values[UNDER_KEY[label].field] = self._from_archive(UNDER_KEY[label], row["sealed"])
        if label in _SCOPED:
            values["scope"] = self._scope(values["scope"])
        elif label == "clocks.Clock" and values["subject_kind"] == "case" and values["track"].isdigit():
            values["track"] = str(self._plan.here("cases.Track", int(values["track"])) or values["track"])
        elif label == "vault.AddressProof" and not self._own and values["proven_at"] is None:
            values["ended_at"] = values["ended_at"] or time.now()  # its code is a digest under the source's key
        elif label == "organisations.Account" and one.act is Act.NEW:
            values["username"] = self._username(values["username"])
        return values

    def _from_archive(self, how: UnderKey, sealed: dict[str, str]) -> bytes:
        return vault_moving.from_archive(
            bytes.fromhex(sealed["bytes"]),
            bound_to=sealed["bound_to"],
            purpose=how.purpose,
            archive_key=bytes.fromhex(self._secrets["vault"]),
        )

    def _target(self, relation: Any, row: Row) -> Any:
        value = row["values"][relation.attname]
        label = relation.related_model._meta.label
        if value is None:
            return None
        if relation.attname not in row.get("out", {}):
            return self._plan.here(label, value)
        public_id = row["out"][relation.attname]
        if (label, public_id or f"#{value}") not in self._outside:
            wanted = {"public_id": public_id} if public_id else {"pk": value if self._own else None}
            found = relation.related_model._base_manager.filter(**wanted).values_list("pk", flat=True).first()
            self._outside[label, public_id or f"#{value}"] = found
        return self._outside[label, public_id or f"#{value}"]

    def _scope(self, scope: str) -> str:
        """The same scope here; "" where the office above is not here."""
        found = _SCOPE.fullmatch(scope)
        if self._own or not found:
            return scope
        kind, key = found.groups()
        label = "organisations.Unit" if kind == "u" else "organisations.Organisation"
        here = self._plan.here(label, int(key))
        return f"{kind}{here}" if here else ""

    def _username(self, name: str) -> str:
        free, number = name, 1
        while Account.objects.filter(username=free).exists():
            number += 1
            free = f"{name}-{number}"
        if free != name:
            self.renamed[name] = free
        return free

    def _set_paths(self) -> None:
        """From the top down; in another installation the top one stands where it was told to."""
        label = "organisations.Organisation"
        new = [one.here for _row, one in self._decided(label, Act.NEW)] if label in self._plan.decisions else []
        waiting = {row.pk: row for row in Organisation.objects.filter(pk__in=new)}
        while waiting:
            for row in [one for one in waiting.values() if one.parent_id not in waiting]:
                if row.parent_id is None and self._under is not None:
                    row.parent = self._under
                _check_name(row)
                row.path = child_path(row.parent.path if row.parent else "", row.pk)
                Organisation.objects.filter(pk=row.pk).update(path=row.path, parent=row.parent)
                del waiting[row.pk]

    def _index(self) -> None:
        if "cases.Case" in self._plan.decisions:
            keys = [one.here for _row, one in self._decided("cases.Case", Act.NEW, Act.OLDER, Act.DAMAGED)]
            for start in range(0, len(keys), CHUNK):
                for case in Case.objects.filter(pk__in=keys[start : start + CHUNK]).select_related("organisation"):
                    index(case)

    def _record(self) -> None:
        """The restored rows are committed to anew; so are the history that came along and the key of the codes."""
        at, about = time.now(), self._about()
        first: list[Committed] = []
        entries, key, checkpoint = self._history
        known = set(_known([one.public_id for one in entries]))
        unknown = [one for one in entries if one.public_id not in known]
        if unknown:
            first.append(history.carry(unknown, verifier_key=key, checkpoint=checkpoint, at=at))
            self.carried = len(unknown)
        if not self._own:
            for sub_key in self._secrets[receipts.PURPOSE]:
                adopted = vault_moving.adopt(
                    bytes.fromhex(sub_key), purpose=receipts.PURPOSE, origin=self._origin, at=at
                )
                first += [adopted] if adopted else []
        self._entry(about, at, first)
        for label in self._plan.decisions:
            if issubclass(model_of(label), Committed):
                self._commit(label, about, at)

    def _commit(self, label: str, about: str, at: Any) -> None:
        keys = [one.here for _row, one in self._decided(label, Act.NEW, Act.OLDER, Act.DAMAGED)]
        for start in range(0, len(keys), CHUNK):
            rows = list(model_of(label)._base_manager.filter(pk__in=keys[start : start + CHUNK]))
            self._entry(about, at, [row for row in rows if isinstance(row, Committed)])

    def _entry(self, about: str, at: Any, rows: list[Committed]) -> None:
        ledger.record(verb=VERB, actor=machine(ACTOR).reference, about=about, at=at, commits=rows)

    def _about(self) -> str:
        rows = self._contents.rows["organisations.Organisation"].values()
        top = min(rows, key=lambda row: len(row["values"]["path"]))
        return f"organisation:{top['values']['public_id']}"


_SCOPED = frozenset({"cases.CaseScope", "supervision.Sign"})


def _check_name(row: Organisation) -> None:
    same = Organisation.objects.filter(parent=row.parent, name=row.name).exclude(pk=row.pk)
    if same.exists():
        raise BadInput(
            "--under",
            _("There is another organisation “{name}” at that place.").format(name=row.name),
            _("Rename that one first, or name with --under the one below which it shall stand. Nothing was changed."),
        )


def _known(names: list[str]) -> Iterator[str]:
    for start in range(0, len(names), CHUNK):
        yield from Entry.objects.filter(public_id__in=names[start : start + CHUNK]).values_list("public_id", flat=True)


def _fresh_keys(model: type[models.Model], number: int) -> list[int]:
    """Keys that no row has or had. PostgreSQL's come from its own sequence, so that others go on inserting."""
    table, key = model._meta.db_table, model._meta.pk.column
    if not number:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', key, number],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = max((row[0] for row in cursor.fetchall()), default=0)
    highest = model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    return list(range(max(last, highest) + 1, max(last, highest) + 1 + number))
