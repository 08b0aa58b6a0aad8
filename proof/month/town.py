"""A county with an education bureau and its schools: the first in full, the others with three people each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from huiyin.kernel import store
from huiyin.organisations.access import Actor, machine
from huiyin.organisations.access.session import actor_of_appointment
from huiyin.organisations.actions.parts import note
from huiyin.organisations.actions.people import appointed, end_appointment
from huiyin.organisations.actions.tree import create_organisation, create_post, create_unit
from huiyin.organisations.models import Account, Appointment, Organisation, Post
from huiyin.organisations.rules import Period

SINCE = dt.date(2025, 9, 1)
OUTSIDE = {"outside_body_name": "某县纪委监委", "outside_body_channel": "电话12388。"}


@dataclass(frozen=True, slots=True)
class Size:
    """`leads`: of the staff, who may be in charge of a shift; `serve`: people on a shift besides; `seconds`: for the solver."""

    staff: int
    leads: int
    serve: int
    schools: int
    days: int
    seconds: float


SAMPLE = Size(staff=20, leads=4, serve=1, schools=8, days=12, seconds=2.0)
WHOLE = Size(staff=80, leads=10, serve=2, schools=200, days=30, seconds=20.0)


@dataclass(slots=True)
class Office:
    """An office and who acts there, by a short word: head, vice, desk, fixer, supervisor, t1, t2, …"""

    organisation: Organisation
    posts: dict[str, Post] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    appointments: dict[str, str] = field(default_factory=dict)
    gone: dict[str, dt.datetime] = field(default_factory=dict)  # who left, and when

    @property
    def pk(self) -> int:
        return self.organisation.pk

    def to(self, *who: str) -> set[str]:
        return {self.posts[one].reference for one in who}

    def to_at(self, at: dt.datetime, *who: str) -> set[str]:
        """Whoever holds these posts at a moment; in the place of one that is empty by then, the head."""
        return self.to(*("head" if one in self.gone and self.gone[one] <= at else one for one in who))

    def acting(self, who: str) -> Actor:
        """Who does the work of a post now."""
        return self.actors["head" if who in self.gone else who]

    def leave(self, who: str, at: dt.datetime) -> None:
        """Somebody leaves from one moment to the next, and nobody comes after them this month."""
        self.gone[who] = at
        end_appointment(actor=machine("month"), appointment=self.appointments[who])


@dataclass(slots=True)
class Town:
    county: Office
    bureau: Office
    schools: list[Office]

    @property
    def main(self) -> Office:
        return self.schools[0]


def build(size: Size) -> Town:
    county = _office("某县人民政府", "县政府", "county", None)
    bureau = _office("某县教育局", "县教育局", "county-bureau", county)
    _staff(county, "", {"head": ("分管副县长", ("head", "approver")), "supervisor": ("督查专员", ("supervisor",))})
    _staff(
        bureau,
        county.posts["head"].public_id,
        {
            "head": ("局长", ("head", "approver")), "vice": ("分管副局长", ("leader", "approver")),
            "desk": ("接待室主任", ("registrar", "handler")), "supervisor": ("督导员", ("supervisor",)),
        },
    )  # fmt: skip
    schools = []
    for number in range(size.schools):
        school = _office(f"第{number + 1}中心学校", f"{number + 1}校", "school", bureau)
        few = {
            "head": ("校长", ("head", "approver")), "desk": ("校办主任", ("registrar",)), "fixer": ("总务主任", ("handler",)),
        }  # fmt: skip
        if not number:
            few["vice"] = ("分管副校长", ("leader", "approver"))
            few |= {f"t{one}": (f"教师{one:02d}", ("handler",)) for one in range(1, size.staff - len(few) + 1)}
        _staff(school, bureau.posts["head"].public_id, few)
        schools.append(school)
    return Town(county, bureau, schools)


def _office(name: str, short: str, kind: str, above: Office | None) -> Office:
    parent = above.organisation.public_id if above else None
    return Office(
        create_organisation(actor=machine("month"), parent=parent, name=name, short_name=short, kind=kind, **OUTSIDE)
    )


def _staff(office: Office, above: str, few: dict[str, tuple[str, tuple[str, ...]]]) -> None:
    """Everybody in one unit, below the head; nobody signs in, so nobody has a password."""
    work = machine("month")
    unit = create_unit(actor=work, organisation=office.organisation.public_id, name="本部").public_id
    for key, (title, roles) in few.items():
        superior = above if key == "head" else office.posts["head"].public_id
        office.posts[key] = create_post(
            actor=work, unit=unit, title=title, roles=roles, reports_to=superior or None, is_head=key == "head"
        )
    held: dict[str, Appointment] = {}
    with store.write():
        rows = []
        for key in few:
            account = Account(
                username=f"{office.organisation.public_id}-{key}", display_name=f"{few[key][0]}某", password="!"
            )
            account.save()
            held[key] = appointed(account, office.posts[key], Period(SINCE), deputy=False)
            rows += [account, held[key]]
        note("appoint", work, f"organisation:{office.organisation.public_id}", rows)
    office.organisation = Organisation.objects.select_related("head_post", "parent").get(pk=office.pk)
    office.actors = {key: actor_of_appointment(row) for key, row in held.items()}
    office.appointments = {key: row.public_id for key, row in held.items()}
