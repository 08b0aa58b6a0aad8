"""What a procedure pack may say: states, transitions, deadlines, notices, recourse, each with its legal source.

A pack is a TOML file. A misspelt key is an error, not a silence (`extra="forbid"`). What a pack *must* say so that nobody
is forgotten is not asked here but by `checker`, which tells it as a story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Unit = Literal["days", "working-days", "months", "hours", "school-days", "immediate"]
UnitOrOwn = Literal["days", "working-days", "months", "hours", "school-days", "immediate", "org"]
Kind = Literal["suggestion", "claim", "misconduct"]
WaitsOn = Literal["office", "petitioner", "superior", "nobody"]
Verified = Literal["S", "I", "U"]
"""S: the text of the law was seen. I: inferred from text that was seen (badge). U: not verified (off until turned on)."""

Role = Literal[
    "",
    "registrar",
    "handler",
    "approver",
    "leader",
    "head",
    "supervisor",
    "discipline",
    "panel",
    "superior",
    "second-superior",
    "outside-body",
    "petitioner",
    "clock",
]
"""Who acts or owns. `superior`: the next organisation up; `second-superior`: the one above it; `panel`: people who did
not decide, at least one from outside; `clock`: nobody, the passing of a date. Empty is caught by the checker."""

Condition = Mapping[str, bool | int | str | list[bool | int | str]]
"""Fact name -> the value, or one of the values, that it must have."""

SAME = "="
EVERYWHERE = "*"
BEGIN = "begin"


class Part(BaseModel):
    """One table of a pack: unknown keys refused, never changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Part):
    """A text in the three languages of the house."""

    en: str = ""
    zh_hans: str = Field("", alias="zh-hans")
    zh_hant: str = Field("", alias="zh-hant")

    def into(self, language: str) -> str:
        """The text in a language code as Django writes it (`en`, `zh-hans`, `zh-hant`); Simplified Chinese where unknown."""
        if language.startswith("en"):
            return self.en
        return self.zh_hant if language == "zh-hant" else self.zh_hans


class Law(Part):
    """The act that a pack follows. `own` where it is the organisation's rule and no act."""

    short: Words
    full: Words
    own: bool = False


class StripStep(Part):
    """One of the five or six steps that are drawn for the person. Optional: a way open to the person, not always taken."""

    id: str
    title: Words
    optional: bool = False


class State(Part):
    """Where a track can stand.

    `answers`: here the person has an answer. `sealed`: contents are hidden; `hands`: how many people it takes to open
    them (0: nobody here can). `text`: what the person reads about it. `fresh`: nobody here has decided about it, so that it
    stands among what is new, like the state in which a case begins.
    """

    id: str
    title: Words
    text: Words
    step: str
    waits_on: WaitsOn = "office"
    final: bool = False
    answers: bool = False
    sealed: bool = False
    hands: int = 1
    fresh: bool = False


class Transition(Part):
    """A verb that somebody may do in some states. `to = "="` stays where it is; `from = ["*"]` all open, unsealed states.

    `requires`: fields and documents without which it can't be done. `when`: facts that must hold. `not_by`: verbs whose
    doer in this case may not do this one. `opens`: packs that begin as tracks of their own.
    """

    id: str = ""
    verb: str
    title: Words
    sources: list[str] = Field(alias="from")
    to: str
    who: Role = ""
    requires: list[str] = []
    when: Condition = {}
    not_by: list[str] = []
    notices: list[str] = []
    opens: list[str] = []
    decision: bool = False
    recourse: list[str] = []
    source: str = ""
    verified: Verified | None = None
    why: Words = Words.model_validate({})


class Extension(Part):
    """How far a clock may be lengthened, by whom, how often, and who is told why."""

    by: str = "extend"
    approver: Role
    max: int
    unit: Unit = "days"
    times: int = 1
    notice: str
    when: Condition = {}
    source: str = ""


class Missed(Part):
    """What happens when the day has passed.

    `effect` names it; `to`: who is told and must act; `verb`: the transition (of `clock`) that follows by itself;
    `then`: the clock of whoever is now responsible.
    """

    effect: Literal[
        "to_superior",
        "to_second_superior",
        "to_common_superior",
        "to_outside_body",
        "opinion_stands",
        "competence_stands",
        "returns_to_handler",
        "ordinary_clock_goes_on",
        "word_taken_as_not_given",
    ]
    to: Role = ""
    verb: str = ""
    then: str = ""
    notices: list[str] = []
    recourse: list[str] = []
    source: str = ""


class Ceiling(Part):
    """The lawful length that an own number may never pass: another deadline (`id`, or `pack:id`), or a plain length."""

    deadline: str = ""
    length: int = 0
    unit: Unit = "days"


class Deadline(Part):
    """A time limit. Runs in the states `on` (`["*"]`: all open ones), from a verb (`starts`; `begin` is the receipt; only
    where it leads into one of `starts_into`, if that is given).

    `unit = "org"`: the law has no number; `length` is then the proposal, counted in `own_unit`, and the office may set its
    own. `pauses`: states in which it stands still. `follow_up`: the superior's clock after a miss; it is met by what would
    have met the missed one.
    """

    id: str
    title: Words
    on: list[str]
    starts: list[str] = []
    starts_into: list[str] = []
    unit: UnitOrOwn
    length: int = 0
    own_unit: Unit = "working-days"
    never_longer_than: Ceiling | None = None
    owner: Role = ""
    waits_on: WaitsOn = "office"
    meets: list[str] = []
    stops: list[str] = []
    pauses: list[str] = []
    extends: Extension | None = None
    reminders: list[int] = []
    when: Condition = {}
    missed: Missed | None = None
    follow_up: bool = False
    off_by_default: bool = False
    source: str = ""
    verified: Verified | None = None

    @property
    def own_rule(self) -> bool:
        """The office's own number, not the law's."""
        return self.unit == "org"

    @property
    def counted_in(self) -> Unit:
        """The unit in which the length counts, the office's own where the law has none."""
        return self.own_unit if self.unit == "org" else self.unit


class Notice(Part):
    """What somebody is owed in words. `template`: the outbox template; `fields`: what it must say."""

    id: str
    to: Literal["petitioner", "handler", "superior", "second-superior", "outside-body", "discipline", "reported"]
    title: Words
    template: str
    fields: list[str] = []


class Recourse(Part):
    """The next door. `within`: the deadline in which it is open; `decided_by`: the verb with which it is decided."""

    id: str
    title: Words
    text: Words
    to: Literal["own-office", "superior", "second-superior", "outside-body", "panel", "court"]
    within: str = ""
    decided_by: str = ""
    source: str = ""
    verified: Verified | None = None


class LeaderRequired(Part):
    """When a leader must answer for a case (包案): the facts in `when` hold, or it is about one of `categories`.

    `categories`: names of the taxonomy, of any level. `role`: which posts can be named. `clock`: the office's own time in
    which one is named; it starts as soon as the criterion is met and nobody is named.
    """

    id: str
    title: Words
    when: Condition = {}
    categories: list[str] = []
    role: Role = ""
    clock: str = ""
    source: str = ""
    verified: Verified | None = None


class Pack(Part):
    """A whole procedure. `outside_body`: a body outside of the organisation must be named before it can be used."""

    name: str
    version: int
    title: Words
    law: Law
    kinds: list[Kind]
    channels: list[int] = []
    outside_body: bool = False
    starts_in: str
    begin_notices: list[str] = []
    begin_when: Condition = {}
    parallel: list[Parallel] = []
    steps: list[StripStep]
    states: list[State]
    transitions: list[Transition]
    deadlines: list[Deadline]
    notices: list[Notice]
    recourse: list[Recourse]
    leader_required: list[LeaderRequired] = []

    def state(self, state_id: str) -> State:
        """The state of that name; KeyError where the pack has none."""
        return _by_id(self.states, state_id)

    def deadline(self, deadline_id: str) -> Deadline:
        """The deadline of that name; of `supervise:close` the follow-up `supervise`. KeyError where there is none."""
        return _by_id(self.deadlines, deadline_id.split(":", 1)[0])

    def notice(self, notice_id: str) -> Notice:
        """The notice of that name; KeyError where the pack has none."""
        return _by_id(self.notices, notice_id)

    def way_up(self, recourse_id: str) -> Recourse:
        """The recourse of that name; KeyError where the pack has none."""
        return _by_id(self.recourse, recourse_id)

    def open_states(self, *, sealed: bool = True) -> frozenset[str]:
        """States in which somebody is still waiting; without the sealed ones on demand."""
        return frozenset(s.id for s in self.states if not s.final and (sealed or not s.sealed))

    def leaves_from(self, transition: Transition) -> frozenset[str]:
        """The states in which a transition can be made: those named, and with `*` every open one that is not sealed."""
        named = frozenset(transition.sources)
        return named - {EVERYWHERE} | self._open_unsealed if EVERYWHERE in named else named

    def runs_on(self, deadline: Deadline) -> frozenset[str]:
        """The states in which a deadline runs."""
        return self._open if EVERYWHERE in deadline.on else frozenset(deadline.on)

    @cached_property
    def _open(self) -> frozenset[str]:
        return self.open_states()

    @cached_property
    def _open_unsealed(self) -> frozenset[str]:
        return self.open_states(sealed=False)


class Parallel(Part):
    """Another pack that must run as a track beside this one, while the facts say so."""

    pack: str
    when: Condition = {}
    source: str = ""
    verified: Verified | None = None


Pack.model_rebuild()


Named = TypeVar("Named", State, Deadline, Notice, Recourse)


def _by_id(things: Sequence[Named], wanted: str) -> Named:
    for thing in things:
        if thing.id == wanted:
            return thing
    raise KeyError(wanted)
