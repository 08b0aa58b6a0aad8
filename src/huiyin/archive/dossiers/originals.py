"""Originals: files as they are kept, in the dossier byte for byte."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiyin.archive import rules
from huiyin.kernel import files
from huiyin.kernel.errors import Unavailable
from huiyin.kernel.files.models import Attachment

from .content import Original, Part, Table
from .words import day


def of(abouts: Iterable[str]) -> tuple[Original, ...]:
    """`Unavailable` where one is not on the disk as it was kept, or all together are too many bytes for one package."""
    rows = list(Attachment.objects.filter(about__in=list(abouts), erased_at=None).order_by("id"))
    if sum(row.size for row in rows) > rules.MOST_BYTES:
        raise Unavailable(
            _("The originals are more than %(most)d MB together.") % {"most": rules.MOST_BYTES // 1_000_000},
            _("Hand the largest ones over on a disk of their own."),
        )
    return tuple(map(_original, rows))


def _original(row: Attachment) -> Original:
    if not files.intact(row):
        raise Unavailable(
            _("An original is not on this machine's disk as it was kept: %(name)s.") % {"name": row.public_id},
            _("Whoever runs the machine restores the folder “files” from the backup; then make the dossier again."),
        )
    kind = row.content_type.partition(";")[0].strip()
    ending = mimetypes.guess_extension(kind) or ".bin"
    return Original(f"{row.public_id}{ending}", row.name, kind, files.content(row), row.kept_at)


def part(found: tuple[Original, ...], zone: str) -> Part:
    """The list of what is embedded, by the name under which the reader of the PDF shows it."""
    rows = tuple((one.path, one.name, one.content_type, str(len(one.content)), day(one.came_at, zone)) for one in found)
    heads = (_("Embedded as"), _("Name when it came"), _("Type"), _("Bytes"), _("Came on"))
    return Part(_("Originals"), table=Table(heads, rows), note="" if found else _("None."))
