"""`huiyin organisation restore`: an export back into its own installation, or into another one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from huiyin.kernel import ledger
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files import queries as file_queries
from huiyin.kernel.files import storage
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.ledger import history, signing
from huiyin.kernel.ledger.history import Proved
from huiyin.kernel.vault import keys
from huiyin.operations import queries
from huiyin.operations.backup import recipients
from huiyin.organisations.models import Organisation

from . import archive
from .collecting import exported, has_public_id, model_of
from .exporting import migrations
from .planning import WRITES, Act, Contents, Plan, plan, unprovable
from .writing import Writing

Say = Callable[[str], None]


@dataclass(slots=True)
class Restored:
    """What was done, or would be. `altered`: rows that are not what the source's own ledger says of them."""

    about: archive.Manifest
    plan: Plan
    own: bool
    done: bool
    altered: list[str]
    proved: int
    written: int = 0
    carried: int = 0
    files: list[Any] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        return self.plan.writes or bool(self.files)


def restore(
    source: Path,
    *,
    passphrase: str = "",
    under: Organisation | None = None,
    do: bool = False,
    say: Say = lambda line: None,
) -> Restored:
    """Say what the archive would change here, and with `do` change it: all of it or nothing.

    `under`: in another installation, below which office the first organisation stands; else below the one that has its
    parent's public id, else at the top. Raises `BadInput` for a file that can't be used or public ids that are taken,
    `Conflict` while another one is made or restored.
    """
    if queries.installation() is None:
        raise BadInput(_("installation"), _("Nothing is set up here."), _("Type `huiyin setup` first."))
    with archive.alone() as folder:
        if source.is_file():
            archive.check_room(folder, source.stat().st_size * 2)
        plain = folder / "plain.tar"
        say(_("Decrypting {path}.").format(path=source))
        archive.unseal(source, plain, [recipients.identity(keys.current())], passphrase)
        opened = archive.Opened(plain, source)
        try:
            return _Restoring(opened, source, under).run(do=do, say=say)
        finally:
            opened.close()


class _Restoring:
    def __init__(self, opened: archive.Opened, source: Path, under: Organisation | None) -> None:
        self._opened, self._source, self._under = opened, source, under
        self._about = opened.about
        _check_schema(source, self._about)
        self._stated = self._checkpoint()
        self._entries = [_entry(line) for line in opened.lines("ledger/entries.jsonl")]
        self._contents = self._read()
        self._own = self._about.origin == signing.origin()
        self._secrets = opened.json("secrets.json")

    def run(self, *, do: bool, say: Say) -> Restored:
        proved = self._proved()
        altered = unprovable(self._contents, own=self._own)
        if not self._own:
            self._check_free()
        planned = plan(self._contents, own=self._own)
        done = Restored(self._about, planned, self._own, do, altered, proved)
        done.files = list(self._lost_files(planned))
        if do and done.writes:
            self._keep_files(done.files, say)
            say(_("Writing {number} rows.").format(number=sum(map(len, self._contents.rows.values()))))
            writing = Writing(
                self._contents,
                own=self._own,
                secrets=self._secrets,
                under=self._under,
                history=(self._entries, *self._signed()),
                origin=self._about.origin,
            )
            try:
                writing.run(planned)
            except IntegrityError as error:
                raise Conflict(
                    _("Something here stands in the way: {reason}. Nothing was changed.").format(reason=error),
                    _("Rename or close what has that name or number here, then restore again."),
                ) from error
            ledger.sequence_now()
            done.written, done.carried, done.renamed = writing.written, writing.carried, writing.renamed
        return done

    def _signed(self) -> tuple[str, str]:
        signed = self._opened.json("ledger/checkpoint.json")
        return signed["key"], signed["note"]

    def _checkpoint(self) -> signing.Tree:
        key, note = self._signed()
        try:
            stated = history.stated_by(key, note)
        except signing.NoteError as error:
            raise BadInput(str(self._source), str(error), _("Export again.")) from error
        if stated.origin != self._about.origin:
            raise BadInput(str(self._source), _("Its checkpoint is another installation's."), _("Export again."))
        return stated

    def _read(self) -> Contents:
        found = {}
        for label in exported():
            key = model_of(label)._meta.pk.attname
            found[label] = {line["values"][key]: line for line in self._opened.lines(f"rows/{label}.jsonl")}
        return Contents(
            {label: held for label, held in found.items() if held},
            {one.public_id: _digests(one) for one in self._entries},
        )

    def _proved(self) -> int:
        """How many entries the source's checkpoint proves; one whose proof does not hold was made up."""
        with_place = [one for one in self._entries if one.index is not None]
        for one in with_place:
            if not one.holds(self._stated):
                raise BadInput(
                    str(self._source),
                    _("Entry {name} of its history has no proof that holds.").format(name=one.public_id),
                    _("Export again."),
                )
        return len(with_place)

    def _check_free(self) -> None:
        """In another installation nothing with these public ids may be here already."""
        for label, held in self._contents.rows.items():
            if not has_public_id(model_of(label)):
                continue
            names = [row["values"]["public_id"] for row in held.values()]
            for start in range(0, len(names), 500):
                taken = model_of(label)._base_manager.filter(public_id__in=names[start : start + 500]).first()
                if taken is not None:
                    raise BadInput(
                        str(self._source),
                        _(
                            "{model} {name} is here already: this organisation, or a part of it, was restored here before."
                        ).format(
                            model=label,
                            name=taken.public_id,  # type: ignore[attr-defined]
                        ),
                        _("Nothing was changed. Only the installation that made the export takes it a second time."),
                    )

    def _lost_files(self, planned: Plan) -> Iterator[Any]:
        """Keys of attachments whose bytes are put here: those of rows that are written, and those that are gone from the disk."""
        for key, one in planned.decisions.get("files.Attachment", {}).items():
            name = f"files/{self._contents.rows['files.Attachment'][key]['values']['digest']}"
            if self._opened.has(name) and (one.act in WRITES or (one.act is Act.SAME and not _on_disk(one.here))):
                yield key

    def _keep_files(self, wanted: list[Any], say: Say) -> None:
        """The bytes first: what no row names is swept away after a day, so that a restore that fails leaves nothing."""
        say(_("Writing {number} files.").format(number=len(wanted)))
        for key in wanted:
            values = self._contents.rows["files.Attachment"][key]["values"]
            data = self._opened.read(f"files/{values['digest']}")
            if not self._own:
                values["digest"] = storage.digest(data, bytes.fromhex(values["salt"]))
            storage.put(values["digest"], data)


def _on_disk(key: Any) -> bool:
    row = Attachment.objects.filter(pk=key, erased_at=None).first()
    return row is None or file_queries.intact(row)


def _check_schema(source: Path, about: archive.Manifest) -> None:
    if sorted(about.migrations) != migrations():
        raise BadInput(
            str(source),
            _("It was made by Huiyin {version}, whose tables are not those of this one.").format(version=about.version),
            _("Bring both installations to the same version and export again."),
        )


def _entry(line: dict[str, Any]) -> Proved:
    return Proved(**{**line, "path": tuple(line["path"])})


def _digests(entry: Proved) -> dict[str, str]:
    return {event["row"]: event["digest"] for event in json.loads(entry.commitments) if "digest" in event}
