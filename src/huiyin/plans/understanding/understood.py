"""What was understood of a file. Lines are numbered as in `reading.Text`, from 1; every one of them is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.plans.schema import Kind, PartName


@dataclass(frozen=True, slots=True)
class Lines:
    """From the first to the last line, both included."""

    first: int
    last: int

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))

    def __contains__(self, line: object) -> bool:
        return isinstance(line, int) and self.first <= line <= self.last

    def __len__(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it. Without number and title: paragraphs that do the work of a part without heading."""

    number: str
    title: str
    part: PartName
    level: int
    lines: Lines


@dataclass(frozen=True, slots=True)
class FoundRole:
    """A named function and who holds it, as the paper says. `team`: of which group, where the paper says so."""

    role: str
    holder: str
    line: int
    team: str = ""
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundStep:
    """What is to be done. `doer` is what stands before the verb; `minutes` the time within which."""

    text: str
    doer: str
    part: PartName
    lines: Lines
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class FoundLimit:
    """A length of time within which somebody must act: minutes or days. Working days are days that are `working`."""

    text: str
    line: int
    minutes: int | None = None
    days: int | None = None
    working: bool = False


@dataclass(frozen=True, slots=True)
class FoundTrigger:
    """What starts the plan or a level of it (the title of the level, where it is said)."""

    text: str
    line: int
    level: str = ""


@dataclass(frozen=True, slots=True)
class FoundLevel:
    """A level of response or of a warning; `rank` 1 is the highest."""

    rank: int
    title: str
    begins: str
    lines: Lines
    ends: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A telephone number, and whose it is. Without number: the paper leaves a blank for it."""

    name: str
    number: str
    line: int
    what_for: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A law, rule or paper named in the text, with its number where one stands behind it."""

    title: str
    document_number: str
    line: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan of a file. `front` is its title, date and address; `closing` who signed it and when."""

    title: str
    kind: Kind
    lines: Lines
    front: tuple[Lines, ...] = ()
    closing: tuple[Lines, ...] = ()
    sections: tuple[Section, ...] = ()
    roles: tuple[FoundRole, ...] = ()
    steps: tuple[FoundStep, ...] = ()
    limits: tuple[FoundLimit, ...] = ()
    triggers: tuple[FoundTrigger, ...] = ()
    levels: tuple[FoundLevel, ...] = ()
    contacts: tuple[FoundContact, ...] = ()
    citations: tuple[Citation, ...] = ()
    unplaced: tuple[Lines, ...] = ()

    def place(self, line: int) -> Section | None:
        """The innermost section in which a line stands."""
        return next((section for section in reversed(self.sections) if line in section.lines), None)


@dataclass(frozen=True, slots=True)
class Understood:
    """All plans of a file, in its order; together they hold every line once."""

    plans: tuple[Plan, ...]
    lines_total: int

    @property
    def lines_placed(self) -> int:
        """How many lines have a place: all but the unplaced ones."""
        return self.lines_total - sum(len(lines) for plan in self.plans for lines in plan.unplaced)
