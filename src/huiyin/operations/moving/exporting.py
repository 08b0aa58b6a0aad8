"""`huiyin organisation export`: one organisation of many into one encrypted file."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyrage
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from huiyin import __version__
from huiyin.cases import receipts
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Unavailable
from huiyin.kernel.files import queries as file_queries
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.ledger import history, signing
from huiyin.kernel.ledger.models import Committed, Entry, Opening
from huiyin.kernel.ledger.verification import snapshot
from huiyin.kernel.vault import crypto, keys
from huiyin.kernel.vault import moving as vault_moving
from huiyin.operations.backup import recipients
from huiyin.organisations.access import machine, require
from huiyin.organisations.actions.parts import place_of_organisation
from huiyin.organisations.models import Organisation

from . import archive, rows
from .collecting import CHUNK, Collected, collect, exported, model_of, organisations, walk
from .sealed import UNDER_KEY, UnderKey

ACTOR = "organisation"  # of the machine's own command
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Exported:
    path: Path
    bytes: int
    manifest: archive.Manifest


def export(
    organisation: Organisation,
    target: Path,
    *,
    below: bool = False,
    also_for: Sequence[str] = (),
    passphrase: str = "",
    say: Say = lambda line: None,
) -> Exported:
    """Write it to `target`, which must not exist; complete on disk when this returns, and an entry of the ledger.

    `also_for`: age recipients besides this installation's own key. Raises `BadInput`, `Conflict` while another one is made or
    restored, `Unavailable` when there is no room.
    """
    require(machine(ACTOR), "move_organisation", place_of_organisation(organisation))
    _check_target(target)
    to = [recipients.identity(keys.current()).to_public(), *map(_recipient, also_for)]
    draft = target.with_name(f".{target.name}.part")
    with archive.alone() as folder:
        ledger.sequence_now()
        try:
            plain = folder / "plain.tar"
            manifest = _pack(organisation, plain, below=below, say=say)
            archive.check_room(target.parent, plain.stat().st_size)
            say(_("Encrypting {size} MB.").format(size=plain.stat().st_size // 1_000_000))
            archive.seal(plain, draft, to, passphrase)
            _record(organisation)
            os.link(draft, target)  # unlike rename, never replaces a file that came meanwhile
        except FileExistsError as error:
            raise BadInput(
                str(target), _("This file exists already."), _("An export never replaces another.")
            ) from error
        except OSError as error:
            raise Unavailable(_("The export could not be written: {reason}.").format(reason=error.strerror)) from error
        finally:
            draft.unlink(missing_ok=True)
    return Exported(target, target.stat().st_size, manifest)


def _check_target(target: Path) -> None:
    if target.exists():
        raise BadInput(str(target), _("This file exists already."), _("An export never replaces another."))
    if not target.parent.is_dir():
        raise BadInput(str(target), _("There is no folder {path}.").format(path=target.parent))


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BadInput("--for", _("“{text}” is no age recipient (age1…).").format(text=text)) from error


def _record(organisation: Organisation) -> None:
    with store.write():
        ledger.record(
            verb="operations.export-organisation",
            actor=machine(ACTOR).reference,
            about=f"organisation:{organisation.public_id}",
            at=time.now(),
        )


def _pack(organisation: Organisation, plain: Path, *, below: bool, say: Say) -> archive.Manifest:
    """Everything of one moment of the database, into a tar that is readable."""
    with snapshot():
        offices = organisations(organisation, below=below)
        say(_("Looking for what belongs to {name}.").format(name=organisation.name))
        found = collect(offices)
        files = list(_attachments(found))
        archive.check_room(plain.parent, 2 * sum(one.size for one in files) + 2000 * found.rows)
        with tarfile.open(plain, "w") as tar:
            packing = _Packing(tar, found)
            packing.write_rows(say)
            packing.write_history(say)
        about = _about(offices, packing)
    say(_("Adding {number} files.").format(number=len(files)))
    with tarfile.open(plain, "a") as tar:
        packing.tar = tar
        packing.write_files(files)
        about.members, about.damaged = packing.members, packing.damaged
        packing.add(archive.MANIFEST, about.to_bytes())
    return about


def _about(offices: Sequence[Organisation], packing: _Packing) -> archive.Manifest:
    return archive.Manifest(
        version=__version__,
        made_at=time.now().isoformat(),
        origin=signing.origin(),
        database=connection.vendor,
        migrations=migrations(),
        organisations=[one.public_id for one in offices],
        counts={label: len(pks) for label, pks in packing.found.keys.items() if pks},
        entries=packing.entries,
        unproved=packing.unproved,
        damaged=[],
    )


def migrations() -> list[str]:
    """The state of the tables whose rows go along."""
    ours = {label.partition(".")[0] for label in exported()}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in ours)


def _attachments(found: Collected) -> Iterator[Attachment]:
    for row in walk("files.Attachment", found.keys["files.Attachment"]):
        if isinstance(row, Attachment) and row.digest and not row.erased_at:
            yield row


class _Packing:
    """What is put into the tar, and what the manifest must say of it."""

    def __init__(self, tar: tarfile.TarFile, found: Collected) -> None:
        self.tar, self.found = tar, found
        self.members: dict[str, str] = {}
        self.damaged: list[str] = []
        self.entries = self.unproved = 0
        self._key = crypto.new_key()
        self._references: set[str] = set()

    def add(self, name: str, data: bytes) -> None:
        header = tarfile.TarInfo(name)
        header.size, header.mode = len(data), 0o600
        self.tar.addfile(header, io.BytesIO(data))
        if name != archive.MANIFEST:
            self.members[name] = hashlib.sha256(data).hexdigest()

    def write_rows(self, say: Say) -> None:
        secret = {
            "vault": self._key.hex(),
            receipts.PURPOSE: [key.hex() for key in vault_moving.sub_keys(receipts.PURPOSE)],
        }
        self.add("secrets.json", json.dumps(secret).encode())
        for label, pks in self.found.keys.items():
            if pks:
                say(f"{label}: {len(pks)}")
                self.add(f"rows/{label}.jsonl", _lines(self._rows(label)))

    def _rows(self, label: str) -> Iterator[rows.Row]:
        part: list[models.Model] = []
        for row in walk(label, self.found.keys[label]):
            part.append(row)
            if len(part) == CHUNK:
                yield from self._some(label, part)
                part = []
        yield from self._some(label, part)

    def _some(self, label: str, part: list[models.Model]) -> Iterator[rows.Row]:
        openings = self._openings(part)
        outside = self._outside(label, part)
        for row in part:
            line: rows.Row = {"values": rows.written(row)}
            if row.pk in outside:
                line["out"] = outside[row.pk]
            if row.pk in openings:
                line["opened"] = openings[row.pk]
            if label in UNDER_KEY:
                line["sealed"] = self._for_archive(UNDER_KEY[label], row)
            yield line

    def _for_archive(self, how: UnderKey, row: models.Model) -> dict[str, str]:
        bound_to = how.bound_to(row)
        sealed = bytes(getattr(row, how.field))
        moved = vault_moving.for_archive(sealed, bound_to=bound_to, purpose=how.purpose, archive_key=self._key)
        return {"bytes": moved.hex(), "bound_to": bound_to}

    def _openings(self, part: list[models.Model]) -> dict[Any, rows.Opened]:
        named = {ledger.row_reference(row): row.pk for row in part if isinstance(row, Committed)}
        self._references.update(named)
        found = Opening.objects.filter(pk__in=list(named)).select_related("entry")
        by_key = {row.pk: row for row in part}
        return {
            named[one.row]: {
                "entry": one.entry.public_id,
                "salt": bytes(one.salt).hex(),
                "field_set": one.field_set,
                "hidden": rows.hidden(by_key[named[one.row]], one),
            }
            for one in found
        }

    def _outside(self, label: str, part: list[models.Model]) -> dict[Any, dict[str, str]]:
        """Row -> relation -> public id of the row of somebody else that it names."""
        found: dict[Any, dict[str, str]] = {}
        for relation in rows.relations(model_of(label)):
            inside = self.found.keys.get(relation.related_model._meta.label, set())
            away = {row.pk: getattr(row, relation.attname) for row in part}
            away = {pk: other for pk, other in away.items() if other is not None and other not in inside}
            names = _public_ids(relation.related_model, set(away.values()))
            for pk, other in away.items():
                found.setdefault(pk, {})[relation.attname] = names.get(other, "")
        return found

    def write_history(self, say: Say) -> None:
        """Each entry that commits to a row that goes along, or is about one, with its proof."""
        checkpoint = history.signed_now()
        size = signing.read(checkpoint).size
        self.add("ledger/checkpoint.json", json.dumps({"note": checkpoint, "key": str(signing.key())}).encode())
        lines = []
        for entry in self._entries():
            lines += [asdict(one) for one in history.proved([entry], size)]
        self.entries = len(lines)
        self.unproved = sum(one["index"] is None for one in lines)
        say(_("{number} entries of the ledger.").format(number=self.entries))
        self.add("ledger/entries.jsonl", _lines(lines))

    def _entries(self) -> Iterator[Entry]:
        for entry in Entry.objects.order_by("pk").iterator(CHUNK):
            about = entry.about.rpartition(":")[2] in self.found.public
            if about or any(event["row"] in self._references for event in entry.events):
                yield entry

    def write_files(self, files: list[Attachment]) -> None:
        for one in files:
            name = f"files/{one.digest}"
            if name in self.members:
                continue
            if not file_queries.intact(one):
                self.damaged.append(one.public_id)
                continue
            self.add(name, file_queries.content(one))


def _public_ids(model: type[models.Model], pks: set[Any]) -> dict[Any, str]:
    if not pks or not any(field.name == "public_id" for field in model._meta.concrete_fields):
        return {}
    return dict(model._base_manager.filter(pk__in=pks).values_list("pk", "public_id"))


def _lines(values: Any) -> bytes:
    return b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)
