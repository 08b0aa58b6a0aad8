"""Which office an import is for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput
from huiyin.organisations import actions as organisations
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation


def find_office(wanted: str, place: str) -> Organisation:
    """By public id, name or short name. Raises `BadInput` where none or several answer to it."""
    rows = list(Organisation.objects.all())
    found = [row for row in rows if row.public_id == wanted] or [
        row for row in rows if wanted in (row.name, row.short_name)
    ]
    if len(found) != 1:
        raise BadInput(
            place,
            _("It is not clear which organisation is meant."),
            _("Name one of: %(names)s.") % {"names": "、".join(row.name for row in rows) or "–"},
        )
    return found[0]


def office_for(wanted: str, actor: Actor, *, default: str) -> Organisation:
    """The office that `--to` names; without it the one called `default`, which is made where it is missing.

    That one stands below the only root where there is one, and is closed: it holds what was brought in and takes no
    concerns of its own.
    """
    if wanted and wanted != default:
        return find_office(wanted, "--to")
    there = Organisation.objects.filter(name=default).order_by("pk").first()
    if there is not None:
        return there
    roots = list(Organisation.objects.filter(parent=None, closed_at=None)[:2])
    made = organisations.create_organisation(
        actor=actor,
        parent=roots[0].public_id if len(roots) == 1 else None,
        name=default,
        short_name=default,
        kind=Organisation.Kind.OTHER,
    )
    return organisations.close_organisation(actor=actor, organisation=made.public_id, version=made.version)
