"""What the actions of this room share: fetching by public id, editing by version, writing the entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.ledger.models import Committed
from huiyin.organisations import handover
from huiyin.organisations.access import Actor, Place
from huiyin.organisations.models import Appointment, Organisation, Post, Unit
from huiyin.organisations.models.shared import Named

Row = TypeVar("Row", bound=Model)
Edited = TypeVar("Edited", bound=Named)


def fetch(model: type[Row], public_id: str) -> Row:
    """The row, locked until the end of the write; `Refused` where there is none."""
    row = model._default_manager.select_for_update().filter(public_id=public_id).first()
    if row is None:
        raise Refused
    return row


def place_of_organisation(organisation: Organisation) -> Place:
    return Place(organisation.pk, organisation.path)


def place_of_unit(unit: Unit) -> Place:
    return Place(unit.organisation_id, unit.organisation.path, unit.pk)


def place_of_post(post: Post) -> Place:
    return place_of_unit(post.unit)


def edit(row: Edited, version: int, changes: Mapping[str, Any], allowed: Iterable[str]) -> bool:
    """Write `changes` into `row` if it still is at `version`; False where all stand there already.

    Raises `Conflict` when somebody else edited it meanwhile, and says what now stands there.
    """
    store.require_write()
    unknown = set(changes) - set(allowed)
    if unknown:
        raise TypeError(f"{type(row).__name__} has no editable {', '.join(sorted(unknown))}")
    differing = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if not differing:
        return False
    if row.version != version:
        raise Conflict(
            _meanwhile(row, differing), _("Look at what stands there now, and save again if you still want to.")
        )
    for name, value in differing.items():
        setattr(row, name, value)
    row.version = version + 1
    row.save(update_fields=[*differing, "version"])
    return True


def _meanwhile(row: Model, differing: Mapping[str, Any]) -> str:
    labels = [f"{row._meta.get_field(name).verbose_name}: {getattr(row, name)}" for name in differing]  # type: ignore[union-attr]
    return _("Somebody else changed this while you were writing. It now says: %(now)s.") % {"now": "; ".join(labels)}


def note(
    verb: str, actor: Actor, about: str, commits: Iterable[Committed] = (), erases: Iterable[Committed] = ()
) -> None:
    """Append the ledger entry of an action of this room."""
    ledger.record(
        verb=f"organisations.{verb}", actor=actor.reference, about=about, at=time.now(), commits=commits, erases=erases
    )


def told(actor: Actor, *changes: tuple[Post, Appointment | None]) -> None:
    """Let the rooms that own work on these posts see, in this write, that their holders changed. Behind all rows."""
    at = time.now()
    for post, leaving in changes:
        vacant = post.closed_at is not None or not held(post)
        handover.changed(handover.Change(post, leaving, vacant, at, actor.reference, actor.post_title))


def held(post: Post) -> bool:
    """Whether somebody holds the post today, as principal or as deputy."""
    today = time.today(post.unit.organisation.zone)
    running = Appointment.objects.filter(post=post, ended_at=None, from_on__lte=today)
    return running.filter(Q(until_on=None) | Q(until_on__gte=today)).exists()
