"""What was used or asked for, and what it cost."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from huiyin.incidents.models import LogKind, Resource
from huiyin.kernel import store
from huiyin.kernel.errors import BadInput
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor

from . import parts

MOST_COST = Decimal(100_000_000)


def add_resource(
    *, actor: Actor, incident_id: str, name: str, count: str = "", place: str = "", cost: Decimal | None = None
) -> Resource:
    """One line; the costs are known later, so it may be written until the review is closed."""
    with store.write():
        act = parts.doing("add_resource", actor, incident_id, "incident_write")
        if act.incident.status == "reviewed":
            parts.running(act.incident)
        what = written("name", name, _("Say what was used."), longest=120)
        if cost is not None and not 0 <= cost <= MOST_COST:
            raise BadInput("cost", _("Give the cost in yuan."), "")
        row = Resource.objects.create(
            incident=act.incident, name=what, count=count.strip()[:60], place=place.strip()[:120], cost=cost, at=act.at,
            author=act.actor, author_title=act.title,
        )  # fmt: skip
        act.rows.append(row)
        data = {"name": row.name, "count": row.count, "place": row.place, "cost": str(cost) if cost is not None else ""}
        parts.log(act, LogKind.RESOURCE, said="resource", data=data)
        act.end()
    return row
