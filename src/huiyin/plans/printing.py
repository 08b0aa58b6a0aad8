"""From a starter plan, or from a plan of an office, to what its sheets are made of, and on what of the office a sheet rests. Read only."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from PIL import Image

from huiyin.kernel import time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.models import SchoolClass

from . import people, starters
from .drawings import drawings_of, picture_of
from .models import Answer, Overruling, PlaceDrawing, Plan, PlanVersion, PrintedSheet
from .paper import (
    KINDS,
    Approval,
    ClassName,
    Drawing,
    Holders,
    Mark,
    Overruled,
    PaperPlan,
    Person,
    Seat,
    SheetId,
    cards,
    sheets,
)
from .paper.folder import LANGUAGES, Printed
from .schema import PlanDocument, Role

LOG_PAGES = 4
LARGEST = 2000  # pixels of a drawing on paper: more than a printer shows
LAST = 4  # signs of a number by which one sees that it changed


@dataclass(frozen=True, slots=True)
class Held:
    """A post with who holds it today: public id of the appointment, name, number."""

    title: str
    by: tuple[tuple[str, Person], ...]

    @property
    def seat(self) -> Seat:
        return Seat(self.title, tuple(person for _appointment, person in self.by))

    @property
    def mark(self) -> list[str]:
        return [f"{appointment}:{person.number[-LAST:]}" for appointment, person in self.by]


class Office:
    """What sheets of a plan rest on besides its version, as it stands now; each part is asked for once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def drawings(self) -> list[PlaceDrawing]:
        return drawings_of(self.plan)

    @cached_property
    def classes(self) -> tuple[ClassName, ...]:
        found = SchoolClass.objects.filter(organisation=self.plan.organisation).order_by("grade", "name")
        return tuple(ClassName(row.name, row.grade, row.public_id) for row in found)

    @cached_property
    def overruled(self) -> tuple[Overruled, ...]:
        found = Overruling.objects.filter(plan=self.plan, answer=Answer.OVERRULED).order_by("id")
        zone = time.zone_of(self.plan.organisation.zone)
        return tuple(
            Overruled(
                row.rule, row.key, row.text, row.reason, " ".join(filter(None, (row.answered_title, row.answered_name))),
                row.answered_at.astimezone(zone).date(),
            )
            for row in found
            if row.answered_at
        )  # fmt: skip

    def held(self, posts: Collection[str]) -> dict[str, Held]:
        """Posts by their public ids, each with its holders, the principal first."""
        return {
            seat.post.public_id: Held(
                seat.post.title,
                tuple(
                    (row.public_id, Person(row.account.display_name, row.account.phone)) for row in seat.appointments
                ),
            )
            for seat in people.held(posts).values()
        }


def posts_of(document: PlanDocument) -> set[str]:
    return {post for role in document.roles for post in (role.post, *role.deputies) if post}


def paper_plan(version: PlanVersion, *, exercise: bool = False, site: str = "", pictures: bool = True) -> PaperPlan:
    """A version with all that stands around it today. Without `pictures` no file is read: enough to number the sheets."""
    plan, document, office = version.plan, version.text, Office(version.plan)
    held = office.held(posts_of(document))
    zone = time.zone_of(plan.organisation.zone)
    return PaperPlan(
        document=document,
        office=plan.organisation.name,
        reference=plan.public_id,
        printed_on=time.today(plan.organisation.zone),
        version=version.number,
        approval=_approval(version, zone),
        holders={role.key: _holders(role, held) for role in document.roles},
        overruled=office.overruled,
        drawings=tuple(_drawing(row, pictures) for row in office.drawings),
        classes=office.classes,
        site=site,
        exercise=exercise,
    )


def gaps(version: PlanVersion) -> list[Role]:
    """Roles whose post nobody holds today: a card for them would call nobody."""
    document = version.text
    held = Office(version.plan).held(posts_of(document))
    return [role for role in document.roles if role.post and not (role.post in held and held[role.post].by)]


def shows(plan: PaperPlan, sheet: SheetId, office: Office, held: Mapping[str, Held], edits: int) -> dict[str, Any]:
    """What is on a sheet that changes between the versions. `edits`: of a draft, so that it ages with each of them."""
    found: dict[str, Any] = {"edits": edits}
    if sheet.kind in ("plan", "card", "pocket", "contacts"):
        named = _posts_on(plan, sheet)
        found["posts"] = {post: held[post].mark if post in held else [] for post in sorted(named)}
    if sheet.kind in ("map", "pocket"):
        found["drawings"] = [f"{row.public_id}:{row.version}" for row in office.drawings]
    if sheet.kind == "classes":
        found["classes"] = [f"{one.key}:{one.name}" for one in office.classes]
    return found


def for_starter(name: str, *, exercise: bool) -> Printed:
    """Every sheet of a starter plan in every language. `BadInput` where there is none of that name."""
    return {language: (plan, sheets(plan, KINDS, log_pages=LOG_PAGES)) for language, plan in _starter(name, exercise)}


def version_named(name: str) -> PlanVersion:
    """The version that holds (else the newest) of the plan with this id or title. `BadInput`."""
    found = list(
        Plan.objects.filter(Q(public_id=name) | Q(title=name), retired_at=None).select_related("organisation")[:9]
    )
    if not found:
        remedy = _("Give the id or the title of a plan, or a starter plan: %(names)s.") % {
            "names": ", ".join(starters.names())
        }
        raise BadInput(name, _("There is no such plan."), remedy)
    if len(found) > 1:
        ids = ", ".join(f"{plan.public_id} ({plan.organisation.short_name})" for plan in found)
        raise BadInput(name, _("Several plans have this title."), _("Give the id of one: %(ids)s.") % {"ids": ids})
    version = found[0].current or found[0].versions.order_by("-number")[0]
    version.plan = found[0]
    return version


def sheet_id(row: PrintedSheet) -> SheetId:
    return SheetId(row.sheet_kind, row.key, row.code, tuple(row.rows))


def _posts_on(plan: PaperPlan, sheet: SheetId) -> set[str]:
    if sheet.kind != "card":
        return posts_of(plan.document)
    roles = {role.key: role for role in plan.document.roles}
    role = roles[sheet.key]
    rung = {one.role for one in cards.contacts_of(plan, role)} & set(roles)
    return {role.post, *role.deputies, *(roles[key].post for key in rung)} - {""}


def _approval(version: PlanVersion, zone: dt.tzinfo) -> Approval | None:
    if version.approved_at is None:
        return None
    return Approval(version.approved_at.astimezone(zone).date(), version.approved_title, version.approved_name)


def _holders(role: Role, held: Mapping[str, Held]) -> Holders:
    deputies: Iterable[str] = (post for post in role.deputies if post in held)
    return Holders(held[role.post].seat if role.post in held else None, tuple(held[post].seat for post in deputies))


def _drawing(row: PlaceDrawing, pictures: bool) -> Drawing:
    """Without its picture where the bytes are gone: the rest of the plan is printed all the same."""
    marks = tuple(Mark(**mark) for mark in row.marks)
    content = picture_of(row) if pictures else b""
    if not content:
        return Drawing(row.title, b"", row.width, row.height, marks)
    content, width, height = _for_paper(content)
    return Drawing(row.title, content, width, height, marks)


def _for_paper(content: bytes) -> tuple[bytes, int, int]:
    """As JPEG, and smaller where it is larger than a printer shows; with width and height."""
    with Image.open(io.BytesIO(content)) as picture:
        picture.thumbnail((LARGEST, LARGEST))
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=88)
        return out.getvalue(), *picture.size


def _starter(name: str, exercise: bool) -> list[tuple[str, PaperPlan]]:
    today = time.today("Asia/Shanghai")
    found = []
    for language in LANGUAGES:
        document = starters.load(name, language if language in starters.LANGUAGES else "zh-hans")
        found.append((language, PaperPlan(document, "", name, today, exercise=exercise)))
    return found
