"""What the pages of this room show. A register lists no case that a post of the office must not know of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from huiyin.announcements.models import Announcement
from huiyin.archive.models import Holding
from huiyin.cases.models import Case, Concern
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, Place, may, require
from huiyin.organisations.models import Organisation, TwoHands
from huiyin.organisations.queries import own_office, two_hands
from huiyin.prevention.models import Hazard
from huiyin.retention import rules, things
from huiyin.retention.kinds import KINDS, Kind
from huiyin.retention.models import Hold, Item, ItemState, Register, Schedule

from .held import HOLDABLE, Held, thing_of

PAGE, LOOKED_AT = 50, 300


@dataclass(frozen=True, slots=True)
class KindLine:
    """`schedule`: None while the office has set nothing. `told`: how many had notice and wait for their day."""

    kind: Kind
    schedule: Schedule | None
    told: int
    asked: str


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Its time is over, and it is kept: `why`."""

    about: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Desk:
    kinds: tuple[KindLine, ...]
    items: tuple[Item, ...]
    kept: tuple[HeldBack, ...]
    registers: tuple[Register, ...]
    notice: int
    quiet: int


def desk(actor: Actor) -> Desk:
    require(actor, "retention_read", Place(actor.organisation_id, actor.organisation_path))
    office = own_office(actor)
    schedules = {row.kind: row for row in Schedule.objects.filter(organisation=office).select_related("organisation")}
    items = _visible(
        actor, Item.objects.filter(organisation=office, state=ItemState.TOLD).order_by("due_on", "id")[:PAGE]
    )
    lines = tuple(_line(actor, kind, schedules.get(kind.key)) for kind in KINDS.values())
    kept = [one for row in schedules.values() if row.years is not None for one in _kept(actor, office, row)]
    return Desk(
        lines, tuple(items), tuple(kept), tuple(Register.objects.filter(organisation=office)[:PAGE]),
        max(office.own_number(rules.NOTICE_KEY, rules.NOTICE_DAYS), rules.SHORTEST_NOTICE),
        office.own_number(rules.QUIET_KEY, rules.QUIET_DAYS),
    )  # fmt: skip


def schedules_of(actor: Actor) -> dict[str, tuple[Kind, Schedule | None]]:
    """Of each kind what the office has set, if anything."""
    found = {row.kind: row for row in Schedule.objects.filter(organisation_id=actor.organisation_id)}
    return {key: (kind, found.get(key)) for key, kind in KINDS.items()}


def schedule(actor: Actor, kind: str) -> tuple[Kind, Schedule | None, two_hands.Waiting | None]:
    """The kind with the office's own schedule, and what waits for a second person about it."""
    if kind not in KINDS:
        raise Refused
    row = (
        Schedule.objects.select_related("organisation").filter(organisation_id=actor.organisation_id, kind=kind).first()
    )
    return KINDS[kind], row, two_hands.about(actor, row.reference) if row else None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """`hands`: who asked and who confirmed, the last time. `waits`: for the second person."""

    row: Register
    kind: Kind
    items: tuple[Item, ...]
    hands: TwoHands | None
    waits: two_hands.Waiting | None
    may_act: bool


def register(actor: Actor, public_id: str) -> RegisterPage:
    """`Refused` where there is none for this post."""
    row = Register.objects.select_related("organisation").filter(public_id=public_id).first()
    if row is None or not may(actor, "retention_read", row):
        raise Refused
    hands = TwoHands.objects.filter(about=row.reference).exclude(confirmed_at=None).first()
    acts = row.waits and may(actor, "retention_destroy", row)
    return RegisterPage(
        row, KINDS[row.kind], tuple(row.items.all()), hands, two_hands.about(actor, row.reference), acts
    )


@dataclass(frozen=True, slots=True)
class Holds:
    """Of one thing. `back`: the name of its page, with its public id where there is one for each."""

    about: str
    title: str
    back: tuple[str, tuple[str, ...]]
    holds: tuple[Hold, ...]
    may_hold: bool


def holds(actor: Actor, about: str) -> Holds:
    thing = thing_of(actor, about)
    page = HOLDABLE[about.partition(":")[0]]
    back = (page.page, (thing.public_id,) if page.one else ())
    return Holds(about, _titled(thing), back, tuple(Hold.objects.filter(about=about)), may(actor, "retention_hold", thing))  # fmt: skip


def _titled(thing: Held) -> str:
    if isinstance(thing, Announcement):
        wording = thing.wordings.order_by("-number").first()
        return wording.title if wording else thing.public_id
    number = {Hazard: "number", Holding: "code"}.get(type(thing), "public_id")
    return f"{getattr(thing, number)} {thing.title}"


def notice_of(concern: Concern) -> dt.date | None:
    """From which day the person's matter may be destroyed; None where no notice stands."""
    return notice_of_case(Case.objects.get(pk=concern.case_id))


def notice_of_case(case: Case) -> dt.date | None:
    item = Item.objects.filter(about=case.reference, state__in=(ItemState.TOLD, ItemState.LISTED)).first()
    return item.due_on if item else None


def pages(actor: Actor, public_ids: Collection[str]) -> list[str]:
    rows = Register.objects.filter(public_id__in=public_ids).select_related("organisation")
    return [row.public_id for row in rows if may(actor, "retention_read", row)]


def _line(actor: Actor, kind: Kind, row: Schedule | None) -> KindLine:
    told = Item.objects.filter(organisation_id=actor.organisation_id, kind=kind.key, state=ItemState.TOLD).count()
    waits = two_hands.about(actor, row.reference) if row else None
    return KindLine(kind, row, told, waits.row.public_id if waits else "")


def _kept(actor: Actor, office: Organisation, row: Schedule) -> list[HeldBack]:
    """The oldest whose time is over and that something speaks against."""
    found: list[HeldBack] = []
    today, quiet = time.today(office.zone), office.own_number(rules.QUIET_KEY, rules.QUIET_DAYS)
    thing = things.of(row.kind)
    assert row.years is not None
    for number, one in enumerate(thing.ended(office, KINDS[row.kind], today)):
        if number >= LOOKED_AT or len(found) >= PAGE or rules.after_years(one.ended_on, row.years) >= today:
            break
        why = rules.against(thing.standing(one.about, archive_first=row.archive_first), today, quiet)
        if why:
            found.append(HeldBack(one.about, one.title, str(why)))
    return found


def _visible(actor: Actor, rows: Collection[Item]) -> list[Item]:
    """Without cases from which somebody of the office is kept since notice was given."""
    shut = Case.objects.filter(
        public_id__in=[row.number for row in rows if row.about.startswith("case:")], exclusions__isnull=False
    )
    closed = {f"case:{one}" for one in shut.values_list("public_id", flat=True)}
    return [row for row in rows if row.about not in closed]
