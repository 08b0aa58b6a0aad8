"""The head-count: group by group, round by round. A count is never changed; the latest holds, and two that differ are shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.incidents.models import Count, HeadGroup, LogEntry, LogKind
from huiyin.kernel import store
from huiyin.kernel.errors import BadInput
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor

from . import parts, writing
from .parts import NOW, Doing, When

MOST = 2000  # people in one group


@dataclass(frozen=True, slots=True)
class Heads:
    """`personal`: who is missing, who went home with whom; sealed, and destroyed after the response."""

    present: int
    missing: int = 0
    ill: int = 0
    sent_home: int = 0
    personal: str = ""


def count_class(*, actor: Actor, incident_id: str, group: str, heads: Heads, when: When = NOW) -> LogEntry:
    """A group by its public id, or by a name that is new here."""
    with store.write():
        act = parts.doing("count_class", actor, incident_id, "incident_write", when)
        if (before := parts.sent_before(act)) is not None:
            return before
        parts.running(act.incident)
        entry = counted(act, group, heads)
        act.end()
    return entry


def counted(act: Doing, group: str, heads: Heads) -> LogEntry:
    """Part of an action: a count, in the round that ran when it was taken."""
    numbers = checked(heads)
    found, number = _group(act, group), _round_at(act)
    entry = parts.log(
        act, LogKind.HEADS, said="counted_missing" if heads.missing else "counted",
        data={"group": found.name, "round": number, **numbers}, sealed=writing.sealed(act, heads.personal),
    )  # fmt: skip
    act.rows.append(
        Count.objects.create(
            group=found, round=number, at=act.happened, received_at=act.at, author=act.on_paper.get("paper_post", act.actor),
            author_title=act.on_paper.get("paper_by", act.title), came_by=act.came_by, entry=entry, **numbers,
        )
    )  # fmt: skip
    return entry


def checked(heads: Heads) -> dict[str, int]:
    """The numbers by their names; `BadInput` for one that no group has."""
    numbers = {"present": heads.present, "missing": heads.missing, "ill": heads.ill, "sent_home": heads.sent_home}
    for name, number in numbers.items():
        if not 0 <= number <= MOST:
            raise BadInput(name, _("Give a number from 0 to %(most)d.") % {"most": MOST}, "")
    return numbers


def new_round(*, actor: Actor, incident_id: str, seen: int) -> LogEntry:
    """Everybody is counted once more; the round before stays as it was."""
    with store.write():
        act = parts.doing("new_round", actor, incident_id, "incident_lead")
        parts.running(act.incident)
        if act.incident.heads_round != seen:
            raise BadInput("round", _("A new round has begun already."), _("Load the page again."))
        act.incident.heads_round += 1
        act.incident.save()
        act.rows.append(act.incident)
        entry = parts.log(act, LogKind.HEADS, said="new_round", data={"round": act.incident.heads_round})
        act.end()
    return entry


def _round_at(act: Doing) -> int:
    """What was counted before everybody was counted once more belongs to the round before."""
    later = LogEntry.objects.filter(incident=act.incident, said="new_round", at__gt=act.happened)
    return act.incident.heads_round - later.count()


def _group(act: Doing, group: str) -> HeadGroup:
    name = written("group", group, _("Say which class or group."), longest=60)
    groups = HeadGroup.objects.filter(incident=act.incident)
    found = groups.filter(public_id=name).first() or groups.filter(name=name).first()
    if found is None:
        found = HeadGroup.objects.create(incident=act.incident, name=name, position=groups.count() + 1)
        act.rows.append(found)
    return found
