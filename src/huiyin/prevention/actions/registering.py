"""A hazard is registered, guarded until it is mended, graded otherwise, given to another post, or found to be none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clocks, store, texts, time
from huiyin.kernel.errors import BadInput
from huiyin.kernel.files.actions import Inspected
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries import own_office
from huiyin.prevention import rules
from huiyin.prevention.models import Hazard, Interim, Severity, Source, Status

from . import linking, mapping, notices, parts
from .mapping import Point
from .parts import Doing


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody saw. `owner`: the post that mends it. `case`, `incident`, `plan`: public ids of what it came of.

    `seen_at`: when, where it comes later than it was seen. `point`: where on a drawing of the premises.
    """

    title: str
    place: str
    severity: str
    owner: str
    text: str = ""
    interim: str = ""
    interim_note: str = ""
    pictures: Sequence[Inspected] = field(default=())
    case: str = ""
    incident: str = ""
    plan: str = ""
    seen_at: dt.datetime | None = None
    point: Point | None = None


def register(*, actor: Actor, found: Found) -> Hazard:
    """Anybody of the house registers what is dangerous; from now on a post owes its mending by a day."""
    with store.write():
        organisation = own_office(actor, "head_post")
        require(actor, "hazard_register", Place(organisation.pk, organisation.path))
        act = begun(actor, organisation, found)
        linking.linked(act, actor, case=found.case, incident=found.incident, plan=found.plan)
        act.end()
    return act.hazard


def begun(actor: Actor, organisation: Organisation, found: Found, source: str = Source.STAFF) -> Doing:
    """Part of an action: the hazard is there, its clock runs, whoever owes it is told. The caller ends the act."""
    store.require_write()
    at = time.now()
    owner = parts.who_mends(organisation, found.owner)
    hazard = Hazard(
        organisation=organisation, number=_number(organisation), owner=owner, source=source, found_at=found.seen_at or at,
        open_since=found.seen_at or at,
        title=without_numbers("title", written("title", found.title, _("Say what is dangerous."), longest=80)),
        place=without_numbers("place", written("place", found.place, _("Say where it is."), longest=80)),
        text=without_numbers("text", found.text.strip()[:1000]), severity=_severity(found.severity),
        interim=guarded(found.interim, found.severity), interim_note=found.interim_note.strip()[:200],
        registered_by=actor.reference, registered_title=actor.post_title,
    )  # fmt: skip
    mapping.put_if_there(hazard, found.point)
    hazard.save()
    act = Doing("register", hazard, actor.reference, actor.post_title, at)
    data = {"severity": hazard.severity, "to": owner.title, "interim": hazard.interim}
    if kept := parts.keep(act, found.pictures):
        data["files"] = str(len(kept))
    parts.line(act, "register", data=data)
    parts.start_mending(act, at)
    notices.tell(hazard, "register", [owner.reference], actor=act.actor, at=at)
    if rules.goes_up(hazard.severity):
        notices.tell(hazard, "grave", notices.head(organisation), actor=act.actor, at=at)
    return act


def guard(
    *, actor: Actor, hazard_id: str, version: int, interim: str, note: str = "", pictures: Sequence[Inspected] = ()
) -> Hazard:
    """What keeps people safe until it is mended: closed off, a sign, a guard."""
    with store.write():
        act = parts.doing("guard", actor, hazard_id, "hazard_register", version)
        parts.owed(act.hazard)
        if interim not in Interim.values:
            raise BadInput("interim", _("Choose what keeps people safe meanwhile."), "")
        act.hazard.interim, act.hazard.interim_note = interim, note.strip()[:200]
        parts.keep(act, pictures)
        parts.line(act, "guard", act.hazard.interim_note, {"interim": interim})
        act.end()
    return act.hazard


def add_pictures(*, actor: Actor, hazard_id: str, version: int, note: str, pictures: Sequence[Inspected]) -> Hazard:
    """More pictures or papers, or a word, of what stands there."""
    with store.write():
        act = parts.doing("add", actor, hazard_id, "hazard_register", version)
        if not pictures:
            written("note", note, _("Choose a picture, or write something."), longest=1000)
        added(act, note, pictures)
        act.end()
    return act.hazard


def added(act: Doing, note: str, pictures: Sequence[Inspected]) -> None:
    """Part of an action: one more line of it, with what was written and the pictures."""
    kept = parts.keep(act, pictures)
    parts.line(act, "add", without_numbers("note", note.strip()[:1000]), {"files": str(len(kept))})


def regrade(*, actor: Actor, hazard_id: str, version: int, severity: str, why: str, interim: str = "") -> Hazard:
    """Graver, or less grave than was thought. The days are those of the new severity, counted from when it was registered."""
    with store.write():
        act = parts.doing("regrade", actor, hazard_id, "hazard_sort", version)
        hazard = act.hazard
        parts.in_state(hazard, Status.OPEN)
        reason = written("why", why, _("Say why."), longest=500)
        if severity == hazard.severity:
            raise BadInput("severity", _("It has this severity already."), "")
        before, hazard.severity = hazard.severity, _severity(severity)
        hazard.interim = guarded(interim or hazard.interim, severity)
        since = clocks.queries.open_rows(parts.HAZARD, hazard.public_id, names=(parts.MEND,))
        parts.stop(act, parts.MEND, parts.STILL)
        parts.start_mending(act, since[0].started_at if since else act.at)
        parts.line(act, "regrade", reason, {"before": before, "severity": severity})
        if rules.goes_up(severity):
            notices.tell(hazard, "grave", notices.head(hazard.organisation), actor=act.actor, at=act.at)
        act.end()
    return hazard


def hand_to(*, actor: Actor, hazard_id: str, version: int, owner: str) -> Hazard:
    """Another post mends it; the day stays."""
    with store.write():
        act = parts.doing("hand_to", actor, hazard_id, "hazard_sort", version)
        hazard = act.hazard
        parts.in_state(hazard, Status.OPEN)
        post = parts.who_mends(hazard.organisation, owner)
        if post.pk == hazard.owner_id:
            raise BadInput("owner", _("This post has it already."), "")
        hazard.owner = post
        for clock in clocks.queries.open_rows(parts.HAZARD, hazard.public_id, names=(parts.MEND,)):
            act.rows.append(clocks.hand_over(clock, owner=post.reference))
        parts.line(act, "hand_to", data={"to": post.title})
        notices.tell(hazard, "hand_to", [post.reference], actor=act.actor, at=act.at)
        act.end()
    return hazard


def drop(*, actor: Actor, hazard_id: str, version: int, why: str) -> Hazard:
    """It is none, with the reason; nothing is deleted."""
    with store.write():
        act = parts.doing("drop", actor, hazard_id, "hazard_sort", version)
        hazard = act.hazard
        parts.in_state(hazard, Status.OPEN)
        hazard.dropped_why = written("why", why, _("Say why it is none."), longest=500)
        hazard.status, hazard.ended_at = Status.DROPPED, act.at
        parts.stop(act)
        parts.line(act, "drop", hazard.dropped_why)
        act.end()
    return hazard


def without_numbers(place: str, text: str) -> str:
    """Part of an action: no telephone or identity number stands in a register that everybody of the house reads."""
    return texts.without_numbers(place, text, _("Leave it out: a hazard is about a thing and a place."))


def guarded(interim: str, severity: str) -> str:
    """Part of an action: what keeps people safe meanwhile; a grave hazard is not without."""
    if interim and interim not in Interim.values:
        raise BadInput("interim", _("Choose what keeps people safe meanwhile."), "")
    if not interim and rules.guarded_at_once(severity):
        raise BadInput(
            "interim",
            _("A grave hazard is closed off, signed or guarded at once."),
            _("Do it, then choose here what was done."),
        )
    return interim


def _severity(severity: str) -> str:
    if severity not in Severity.values:
        raise BadInput("severity", _("Choose how grave it is."), "")
    return severity


def _number(organisation: Organisation) -> str:
    """By year and office; what is no hazard keeps its number. Of two people at once, the second waits for the first."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    year = time.today(organisation.zone).year
    taken = Hazard.objects.filter(organisation=organisation, number__startswith=f"{year}-").count()
    return f"{year}-{taken + 1:03d}"
