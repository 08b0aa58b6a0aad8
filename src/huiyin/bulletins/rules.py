"""What is decided about a bulletin: which clocks run, and what is checked before a report goes. Time and numbers are arguments."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from huiyin.kernel.vault.masking import holds_personal_number

from .law import ABOVE, INSIDE, NEXT_LEVEL, Grade, Kind, Rule, Within

# No law has these numbers: proposals, and the office's own. "At once" is at once; the minutes say from when on it counts as late.
AT_ONCE_KEY, AT_ONCE_MINUTES, AT_ONCE_MOST = "bulletins:at-once", 30, 120
PROMPTLY_KEY, PROMPTLY_HOURS = "bulletins:promptly", 2
WRITTEN_KEY, WRITTEN_MINUTES = "bulletins:written", 60
NEXT_KEY, NEXT_HOURS = "bulletins:next", 24
RECEIVE_KEY, RECEIVE_MINUTES = "bulletins:receive", 30
PASS_KEY, PASS_HOURS = "bulletins:pass-on", 2
DOUBT_KEY, DOUBT_HOURS = "bulletins:doubt", 48

NUMBERS = ("dead", "missing", "badly", "slightly", "affected", "hospital", "people", "loss")
TEXTS = ("course", "sealed", "demand", "done", "promised", "cause", "asks", "other")
HARMED = ("dead", "missing", "badly", "slightly")  # parts of `affected`
NEVER_LESS = ("dead", "missing", "badly", "slightly", "affected", "hospital", "people", "loss")
LONGEST_TEXT, LARGEST = 2000, 10_000_000
LATE_KNOWLEDGE = dt.timedelta(hours=24)

Stage = Literal["first", "follow-up", "final"]
Unit = Literal["minutes", "hours"]

# A report of a group visit says nothing of who came, how, or from which employer.
_PERSONS = re.compile(
    r"姓名|名单|带头|组织者|重点人|身份证|车次|车票|车牌|乘坐|乘车|路线|行程|行踪|住址|户籍|工作单位|所在单位|亲属|劝返|接回|稳控|盯守"
)
# The first hours know no cause and no fault: words that sound like a finding are looked at once more.
_FINDING = re.compile(r"已查明|经查明|系因|责任在|责任人为|属于人为|原因是|负全责|与我(?:校|单位)无关")


@dataclass(frozen=True, slots=True)
class Limit:
    """How long after the office learned of it. `own`: the number is the office's, whatever the rule."""

    length: int
    unit: Unit
    own: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A report as it is written. A number that is None is not known yet."""

    stage: Stage
    occurred_at: dt.datetime | None
    place: str
    texts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What a report is held against. `corrects`: fields that it says were wrong before; `record`: numbers of the incident."""

    learned_at: dt.datetime
    now: dt.datetime
    last: Said | None = None
    corrects: Collection[str] = ()
    why_corrected: str = ""
    record: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend (`blocks`) or to look at. `place`: a field; `other`: the number on the other side."""

    key: str
    place: str
    blocks: bool
    other: int | None = None


def holding(rules: Iterable[Rule], kind: str, switched_on: Collection[str]) -> list[Rule]:
    """The rules of a kind of event, with those that the office turned on."""
    return [one for one in rules if kind in one.kinds and (not one.off_by_default or one.key in switched_on)]


def limit(within: Within, at_once: int, promptly: int) -> Limit:
    """`at_once` and `promptly`: the office's own minutes and hours; at once is never longer than the most of them."""
    if within == "at once":
        return Limit(min(at_once, AT_ONCE_MOST), "minutes", own=True)
    if within == "promptly":
        return Limit(promptly, "hours", own=True)
    return Limit(within, "hours", own=False)


def owed(rules: Iterable[Rule]) -> list[tuple[Rule, str]]:
    """(rule, body) of each clock that runs from the beginning. The head is told by the system, the next level by the one above."""
    return [(rule, body) for rule in rules for body in rule.to if body not in INSIDE or body == ABOVE]


def pass_on_within(rules: Iterable[Rule], own_hours: int) -> Limit:
    """By when an office that received it passes it on: the law's hours where a rule has them."""
    lawful = next((one.within for one in rules if NEXT_LEVEL in one.to), None)
    return Limit(lawful, "hours", own=False) if isinstance(lawful, int) else Limit(own_hours, "hours", own=True)


def grade(numbers: Mapping[str, int | None], grades: Iterable[Grade]) -> str:
    """Of an accident, by what is known; "ordinary" below all."""
    known = {name: numbers.get(name) or 0 for name in ("dead", "badly", "loss")}
    for one in grades:
        if known["dead"] >= one.dead or known["badly"] >= one.badly or known["loss"] >= one.loss:
            return one.key
    return "ordinary"


def next_stage(sent: Collection[str]) -> Stage:
    """What comes after what was sent."""
    return "follow-up" if sent else "first"


def check(kind: Kind, said: Said, known: Known) -> tuple[Finding, ...]:
    """Everything that is wrong or strange, in the order of the page."""
    return (*_times(said, known), *_required(kind, said), *_sums(said), *_against_last(said, known), *_words(kind, said), *_record(said, known))  # fmt: skip


def changed(said: Said, last: Said) -> tuple[str, ...]:
    """Fields in which two reports differ, in the order of the page."""
    plain = [name for name, one, other in (("occurred_at", said.occurred_at, last.occurred_at), ("place", said.place, last.place)) if one != other]  # fmt: skip
    numbers = [name for name in NUMBERS if said.numbers.get(name) != last.numbers.get(name)]
    return (*plain, *numbers, *(name for name in TEXTS if said.texts.get(name, "") != last.texts.get(name, "")))


def _times(said: Said, known: Known) -> Iterator[Finding]:
    if said.occurred_at is None:
        yield Finding("required", "occurred_at", blocks=True)
        return
    if said.occurred_at > known.now:
        yield Finding("in_future", "occurred_at", blocks=True)
    elif said.occurred_at > known.learned_at:
        yield Finding("occurred_after_learned", "occurred_at", blocks=True)
    elif known.learned_at - said.occurred_at > LATE_KNOWLEDGE:
        yield Finding("learned_late", "occurred_at", blocks=False)


def _required(kind: Kind, said: Said) -> Iterator[Finding]:
    if kind.place and not said.place:
        yield Finding("required", "place", blocks=True)
    for name in kind.required:
        if name in TEXTS and not said.texts.get(name):
            yield Finding("required", name, blocks=True)
        elif name in NUMBERS and said.numbers.get(name) is None:
            yield Finding("unknown", name, blocks=said.stage == "final")


def _sums(said: Said) -> Iterator[Finding]:
    total = said.numbers.get("affected")
    if total is None:
        return
    parts = sum(said.numbers.get(name) or 0 for name in HARMED)
    if parts > total:
        yield Finding("parts_over_total", "affected", blocks=True, other=parts)
    if (said.numbers.get("hospital") or 0) > total:
        yield Finding("hospital_over_total", "hospital", blocks=True, other=total)


def _against_last(said: Said, known: Known) -> Iterator[Finding]:
    if known.last is None:
        return
    for name in NEVER_LESS:
        before, now = known.last.numbers.get(name), said.numbers.get(name)
        if before is not None and (now is None or now < before) and name not in known.corrects:
            yield Finding("lower_unsaid", name, blocks=True, other=before)
    differs = changed(said, known.last)
    if known.corrects and not known.why_corrected.strip():
        yield Finding("why_missing", "why_corrected", blocks=True)
    for name in known.corrects:
        if name not in differs:
            yield Finding("nothing_corrected", name, blocks=True)
    if not differs and said.stage == "follow-up":
        yield Finding("nothing_new", "", blocks=False)


def _words(kind: Kind, said: Said) -> Iterator[Finding]:
    for name, text in (("place", said.place), *said.texts.items()):
        if holds_personal_number(text):
            yield Finding("personal_number", name, blocks=True)
        if tells_of_persons(kind, text):
            yield Finding("persons", name, blocks=True)
        if said.stage != "final" and _FINDING.search(text):
            yield Finding("conclusion", name, blocks=False)


def tells_of_persons(kind: Kind, text: str) -> bool:
    """Whether words about a group visit say who came, how, or from where."""
    return kind.key == "group-visit" and bool(_PERSONS.search(text))


def _record(said: Said, known: Known) -> Iterator[Finding]:
    for name, number in known.record.items():
        now = said.numbers.get(name)
        if now is not None and now != number:
            yield Finding("record_differs", name, blocks=False, other=number)
