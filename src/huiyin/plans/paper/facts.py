"""What the sheets are made of: a plan with everything that stands around it, as pure data. Nothing here asks the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from huiyin.plans.rules import commander, left_out
from huiyin.plans.schema import Contact, PlanDocument, Role, Step

MarkKind = Literal["exit", "assembly", "first-aid", "shut-off", "access", "other"]
SheetKind = Literal["plan", "card", "pocket", "contacts", "map", "classes", "log"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who holds a post, and the number at which they are rung (empty: none is known)."""

    name: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A post as it is printed. Without people nobody holds it."""

    title: str
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Holders:
    """Who takes a role, and who comes next. Without a seat no post was chosen: what the plan says stands in its place."""

    seat: Seat | None = None
    deputies: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """Who signed the version, and when."""

    on: dt.date
    title: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Overruled:
    """A mark of the check that a legal reviewer found mistaken: it is printed with the plan, and its clause becomes no step."""

    rule: str
    key: str
    text: str
    reason: str
    by: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on a drawing. `x` and `y` from the upper left corner, 0 to 1."""

    x: float
    y: float
    kind: MarkKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of the place: a picture (PNG, JPEG; none where it is lost), its width and height, what is marked on it."""

    title: str
    picture: bytes
    width: int
    height: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class for the head-count. How many pupils it has is written by hand: Huiyin holds no pupils."""

    name: str
    grade: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """A version as it goes to paper. `version` 0 and no approval: a draft, or a starter plan that no office has made its own.

    `reference` stands in the square codes; `site`: the address under which a code opens the page of its sheet, where there is
    one. `holders`: by the key of the role. `exercise`: the sheets are for an exercise, and say so.
    """

    document: PlanDocument
    office: str
    reference: str
    printed_on: dt.date
    version: int = 0
    approval: Approval | None = None
    holders: Mapping[str, Holders] = field(default_factory=dict)
    overruled: tuple[Overruled, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    classes: tuple[ClassName, ...] = ()
    site: str = ""
    exercise: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those that may become somebody's task: none that is, or comes from, a clause whose mark was overruled."""
        without = left_out(self.document, [(one.key, one.text) for one in self.overruled])
        return tuple(step for step in self.document.steps if step.key not in without)

    def holders_of(self, role: Role) -> Holders:
        return self.holders.get(role.key, Holders())

    def leader(self) -> Role | None:
        """Who commands."""
        return commander(self.document)

    def rung_by(self, step: Step) -> tuple[Contact, ...]:
        """The contacts outside that a step rings, by the number or the name that it says."""
        said = step.calls_out
        return tuple(
            one for one in self.document.contacts if said and ((one.number and one.number in said) or (one.name and one.name in said))
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetId:
    """One sheet of paper: its kind, which of the kind (the key of a role, the place of a drawing or of a page), its number,
    and the keys of the pieces that stand in its rows, row 1 first (a blank row has none)."""

    kind: SheetKind
    key: str
    code: str
    rows: tuple[str, ...] = ()
