"""What one version of a plan says. An import, the editor and a starter plan all end in this; paper and incidents begin from it.

A version is one `PlanDocument`, stored as JSON. A misspelt key is an error, not a silence (`extra="forbid"`). What a plan
*must* say is not asked here but by `checking`: a draft may be as incomplete as its author left it.

Pieces refer to each other by `key`, which is unique in the document and stays the same from version to version, so that two
versions can be compared and a drill can say which step it proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal[
    "fire",
    "earthquake",
    "food",
    "infectious",
    "weather",
    "violence",
    "traffic",
    "crush",
    "drowning",
    "self-harm",
    "bullying",
    "network",
    "data",
    "building",
    "laboratory",
    "evacuation",
    "petition",
    "drill",
    "general",
    "inspection",
    "rules",
    "law",
    "other",
]
"""What a plan is for. `law` and `rules` are documents that people import beside their plans."""

PartName = Literal[
    "purpose",
    "scope",
    "principles",
    "organisation",
    "duties",
    "levels",
    "triggers",
    "prevention",
    "response",
    "reporting",
    "evacuation",
    "medical",
    "support",
    "recovery",
    "aftercare",
    "drill",
    "contacts",
    "supplement",
    "other",
]
"""What a part of a plan does, whatever its heading says."""

Phase = Literal["prevention", "first", "response", "stand-down", "aftercare"]
"""When a step is taken: before, in the first minutes by whoever is there, under command, at the end, afterwards."""


class Piece(BaseModel):
    """A piece of a document: unknown keys refused, never changed after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Piece):
    """Where in an imported file a piece stands: 1-based lines, both included."""

    first: int = Field(ge=1)
    last: int = Field(ge=1)

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """The last line is not before the first."""
        if self.last < self.first:
            raise ValueError("the last line is before the first")
        return self


class Clause(Piece):
    """One paragraph of a part. `law`: the article that it follows, as printed beside it."""

    key: str
    text: str
    law: str = ""
    source: Source | None = None


class Part(Piece):
    """A heading with its paragraphs. `level` 1 is a top heading; a part of level 2 belongs to the level 1 before it."""

    key: str
    part: PartName
    title: str
    number: str = ""
    level: Literal[1, 2] = 1
    clauses: tuple[Clause, ...] = ()
    source: Source | None = None


class Role(Piece):
    """A function in the plan. `post` and `deputies`: public ids of posts; `holder` is what the paper said, until posts are chosen."""

    key: str
    title: str
    duties: tuple[str, ...] = ()
    post: str = ""
    deputies: tuple[str, ...] = ()
    holder: str = ""
    team: str = ""
    source: Source | None = None


class Level(Piece):
    """A response level: when it begins, when it ends, who decides on it. `rank` 1 is the highest."""

    key: str
    rank: int = Field(ge=1, le=4)
    title: str
    begins: str
    ends: str = ""
    decided_by: str = ""
    law: str = ""
    source: Source | None = None


class Trigger(Piece):
    """What starts the plan, and at which level (a key; empty: whoever leads proposes one)."""

    key: str
    text: str
    level: str = ""
    law: str = ""
    source: Source | None = None


class Step(Piece):
    """Who does what by when. `levels`: keys of the levels at which it is taken (empty: at each).

    `within`: minutes from the start of the level, or of `after`, the key of the step that it waits for. `proof`: what shows
    that it was done. `tells`: who must be told, as a role key or in words. `calls_out`: it rings a number outside.
    """

    key: str
    action: str
    role: str = ""
    phase: Phase = "response"
    levels: tuple[str, ...] = ()
    within: int | None = Field(default=None, ge=0)
    after: str = ""
    proof: str = ""
    tells: str = ""
    calls_out: str = ""
    law: str = ""
    clause: str = ""
    source: Source | None = None


class Limit(Piece):
    """A length of time in the text within which somebody must act. One of `minutes` and `days` is given."""

    key: str
    text: str
    minutes: int | None = Field(default=None, ge=0)
    days: int | None = Field(default=None, ge=0)
    law: str = ""
    source: Source | None = None


class Contact(Piece):
    """A number to ring. `role`: whose it is, where it belongs to a role; the numbers of staff come from their posts."""

    key: str
    name: str
    number: str = ""
    what_for: str = ""
    role: str = ""
    outside: bool = False
    source: Source | None = None


class Resource(Piece):
    """A thing that is needed, where it stands, how many there are, who keeps it (a role key or words)."""

    key: str
    name: str
    place: str = ""
    count: str = ""
    keeper: str = ""
    source: Source | None = None


class Annex(Piece):
    """A text or a drawing at the end. `file`: public id of the attachment."""

    key: str
    title: str
    text: str = ""
    file: str = ""
    source: Source | None = None


class Unplaced(Piece):
    """Lines of an imported file that found no place, kept until somebody places them by hand."""

    key: str
    text: str
    source: Source


class PlanDocument(Piece):
    """One version of a plan, whole."""

    title: str
    kind: Kind
    language: Literal["zh-hans", "zh-hant", "en"] = "zh-hans"
    parts: tuple[Part, ...] = ()
    roles: tuple[Role, ...] = ()
    levels: tuple[Level, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    steps: tuple[Step, ...] = ()
    limits: tuple[Limit, ...] = ()
    contacts: tuple[Contact, ...] = ()
    resources: tuple[Resource, ...] = ()
    annexes: tuple[Annex, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()

    def pieces(self) -> Iterator[Piece]:
        """Everything that has a key, in the order of the document."""
        for part in self.parts:
            yield part
            yield from part.clauses
        yield from (*self.roles, *self.levels, *self.triggers, *self.steps, *self.limits)
        yield from (*self.contacts, *self.resources, *self.annexes, *self.unplaced)

    @model_validator(mode="after")
    def keys_hold_together(self) -> Self:
        """A key stands once, and what refers to a key finds it. Raises ValueError with the key."""
        keys = [str(vars(piece)["key"]) for piece in self.pieces()]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"the key {twice[0]} stands twice")
        roles, levels = {role.key for role in self.roles}, {level.key for level in self.levels}
        steps = {step.key for step in self.steps}
        for step in self.steps:
            for known, wanted in ((roles, {step.role}), (levels, set(step.levels)), (steps, {step.after})):
                if missing := sorted(wanted - known - {""}):
                    raise ValueError(f"step {step.key} refers to {missing[0]}, which does not stand in the plan")
        for trigger in self.triggers:
            if trigger.level and trigger.level not in levels:
                raise ValueError(f"trigger {trigger.key} refers to {trigger.level}, which does not stand in the plan")
        return self
