"""What all kinds of things share: which stand on a list, and what becomes of their files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from huiyin.kernel import files, time
from huiyin.kernel.files.models import Attachment
from huiyin.retention.models import Item, ItemState

SYSTEM = "system:retention"


def on_a_list(office_id: int) -> set[str]:
    """References that notice was given of, that are listed, or that are gone."""
    open_ones = Item.objects.filter(organisation_id=office_id).exclude(state=ItemState.SPARED)
    return set(open_ones.values_list("about", flat=True))


def drop_files(abouts: Collection[str], at: dt.datetime) -> None:
    """Part of an action: bytes, names and salts go; that there was a file stays."""
    for attachment in Attachment.objects.filter(about__in=list(abouts), erased_at=None):
        files.erase(attachment=attachment, actor=SYSTEM, at=at)


def day_of(moment: dt.datetime, zone: str) -> dt.date:
    return moment.astimezone(time.zone_of(zone)).date()
