"""Who acts: always a post, held by an account for a time. Also what a thing must tell so that access can be decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from .matrix import MACHINE


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in member of staff acting in one post. `post_ids` are all posts this account holds or ever held:
    whoever is excluded through one of them stays excluded when acting in another."""

    account_id: int
    appointment_id: int
    post_id: int
    unit_id: int
    organisation_id: int
    organisation_path: str
    roles: frozenset[str]
    reference: str  # "post:<public_id>": the only name under which ledger and clocks know the actor
    post_title: str
    account_reference: str = ""
    deputy: bool = False
    zone: str = "Asia/Shanghai"
    region: str = "CN"
    post_ids: frozenset[int] = field(default_factory=frozenset)
    second_step_owed: bool = False  # the office asks for a second step and the account has none, or it was let in
    let_in: bool = False  # came in without the second step, and no second administrator has vouched yet


def machine(command: str) -> Actor:
    """The actor of a command typed on the machine itself, such as ``huiyin people import``."""
    return Actor(
        account_id=0,
        appointment_id=0,
        post_id=0,
        unit_id=0,
        organisation_id=0,
        organisation_path="/",
        roles=frozenset({MACHINE}),
        reference=f"system:{command}",
        post_title=command,
    )


@runtime_checkable
class Scoped(Protocol):
    """What a thing tells about itself. `organisation_path` as in ``/1/4/``; `unit_id` None where no unit has it yet."""

    @property
    def organisation_id(self) -> int: ...

    @property
    def unit_id(self) -> int | None: ...

    @property
    def organisation_path(self) -> str: ...

    def excludes(self, post_id: int) -> bool:
        """Whether who holds this post must not learn that the thing exists."""
        ...


@runtime_checkable
class Shared(Scoped, Protocol):
    """A thing at whose table other offices can sit."""

    def involves(self, organisation_id: int, unit_id: int | None) -> bool:
        """Whether that organisation sits there; with `unit_id`: whether that unit of it does."""
        ...


@runtime_checkable
class Sealable(Scoped, Protocol):
    """A thing that can be sealed: whoever was let in without a second step does not come to it."""

    @property
    def sealed(self) -> bool: ...


@runtime_checkable
class Handed(Scoped, Protocol):
    """A thing that another office can take over to work on it itself."""

    @property
    def taken_over(self) -> Place | None:
        """Where it is worked on now; None while it is with its own office."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A `Scoped` that is only a place in the tree: for things without exclusions, and to ask before one exists."""

    organisation_id: int
    organisation_path: str
    unit_id: int | None = None

    def excludes(self, post_id: int) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a verb reaches for an actor, for a query to filter by.

    `scope` "nothing": answer an empty list. "own-unit": rows of `unit_id`. "own-organisation" and "below": rows whose
    organisation is among `organisation_ids`; `path` is the prefix of `organisation_path` for "below".
    In every case rows that exclude any of `post_ids` are left out.
    """

    scope: Literal["nothing", "own-unit", "own-organisation", "below"]
    unit_id: int | None = None
    organisation_ids: tuple[int, ...] = ()
    path: str = ""
    post_ids: frozenset[int] = frozenset()
