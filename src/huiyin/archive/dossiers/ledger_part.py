"""What the ledger says of a thing: acts, by whom, when, and by which leaf anybody can check them. Never contents."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.ledger.models import Entry

from .content import Part, Table
from .words import moment


def entries(reference: str) -> tuple[dict[str, Any], ...]:
    """In order. `leaf`: its place in the tree; none while the sequencer has not come by."""
    found = Entry.objects.filter(about=reference).select_related("leaf").order_by("id")
    return tuple(
        {
            "entry": one.public_id,
            "at": one.at.isoformat(),
            "verb": one.verb,
            "actor": one.actor,
            "about": one.about,
            "commitments": one.events,
            "leaf_hash": bytes(one.leaf_hash).hex(),
            "leaf": one.leaf.index if hasattr(one, "leaf") else None,
        }
        for one in found
    )


def part(found: tuple[dict[str, Any], ...], zone: str) -> Part:
    rows = tuple(
        (
            one["entry"],
            moment(dt.datetime.fromisoformat(one["at"]), zone),
            one["verb"],
            "" if one["leaf"] is None else str(one["leaf"]),
            one["leaf_hash"][:16],
        )
        for one in found
    )
    heads = (_("Entry"), _("When"), _("Act"), _("Place in the log"), _("Leaf hash begins with"))
    return Part(
        _("In the ledger"), table=Table(heads, rows),
        note=_("Whole in ledger.json of the package. Whether an entry is in the signed log is checked without this program: docs/ledger.md."),
    )  # fmt: skip
