"""What pages hand to the components: frozen view models, in the reader's language, with nothing left to decide.

A view builds them from read models; `{% load hy %}` draws them. Percentages are of the whole bar, 0 to 100.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from huiyin.kernel.counting import Count

Tone = Literal["ok", "met", "soon", "late", "wait"]
# Where the five stops of the echo stand in its drawing of 560 x 418: left edge, top, height.
_ECHO_PLACES = ((92, 290, 54), (152, 216, 54), (178, 118, 54), (316, 180, 54), (396, 100, 52))
Part = Literal["day", "cases", "safety", "house"]
StepState = Literal["done", "now", "next", "off", "late"]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a person can go, or what they can do. `post` makes it a button in a form of its own, with `fields` hidden."""

    url: str
    label: StrOrPromise
    note: StrOrPromise = ""
    icon: str = ""
    key: str = ""
    post: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    current: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A small word beside others. `tone`: "", voice, green, late or soon."""

    text: StrOrPromise
    tone: Literal["", "voice", "green", "late", "soon"] = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class DerivationRow:
    """One line of how a date came about. `total` is the due date; `tag` stands behind its first line (provisional)."""

    term: StrOrPromise
    lines: tuple[StrOrPromise, ...]
    total: bool = False
    tag: StrOrPromise = ""
    note: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class DeadlineChip:
    """A date with what it is for and what is left; opens to `why`. Without `why` it is flat."""

    text: StrOrPromise
    tone: Tone = "ok"
    why: tuple[DerivationRow, ...] = ()
    provisional: bool = False

    @property
    def icon(self) -> str:
        """State is never colour alone."""
        return {"met": "check", "late": "warning", "wait": "pause"}.get(self.tone, "clock")


@dataclass(frozen=True, slots=True)
class ClockBar:
    """A term drawn to scale. `pauses` are (from, to); `original_due` is where it ended before an extension."""

    title: StrOrPromise
    used: float
    now_label: StrOrPromise
    start_label: StrOrPromise
    due_label: StrOrPromise
    tone: Tone = "ok"
    original_due: float | None = None
    original_label: StrOrPromise = ""
    pauses: tuple[tuple[float, float], ...] = ()

    @property
    def now_at(self) -> str:
        return _percent(min(self.used, 100))

    @property
    def now_anchor(self) -> str:
        """Keeps the label inside of the drawing at both ends."""
        return "start" if self.used < 10 else "end" if self.used > 90 else "middle"

    @property
    def extension(self) -> tuple[str, str] | None:
        """Where the extension starts and how long it is."""
        if self.original_due is None:
            return None
        return _percent(self.original_due), _percent(100 - self.original_due)

    @property
    def original_label_fits(self) -> bool:
        """The three labels under the bar must not touch on a phone; the spoken title holds all of them."""
        return self.original_due is not None and 35 <= self.original_due <= 75

    @property
    def pause_bars(self) -> tuple[tuple[str, str], ...]:
        return tuple((_percent(start), _percent(max(end - start, 0.5))) for start, end in self.pauses)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure. `detail` is one short line: what happened, or when it will."""

    title: StrOrPromise
    state: StepState
    detail: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote or said, whole. `taken_down` says who wrote it down and whether it was read back."""

    text: str
    title: StrOrPromise
    meta: StrOrPromise = ""
    taken_down: StrOrPromise = ""
    links: tuple[Link, ...] = ()
    later: Link | None = None
    change: Link | None = None
    anchor: str = "words"


@dataclass(frozen=True, slots=True)
class Message:
    """One message between a person and the office."""

    who: StrOrPromise
    when: dt.datetime
    text: str
    voice: bool = False
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Recourse:
    """The way up: `why` it stands here, the office by name, address and limit; `action` when open, `later` when not yet."""

    why: StrOrPromise
    office: StrOrPromise = ""
    address: StrOrPromise = ""
    limit: StrOrPromise = ""
    action: Link | None = None
    later: StrOrPromise = ""
    title: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A date on the receipt, with its derivation in one line."""

    title: StrOrPromise
    chip: DeadlineChip
    why: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt. The holder's half has code, dates and way up; `stub` goes to the office and has neither code nor name."""

    code: str
    place: StrOrPromise
    at: dt.datetime
    promises: tuple[Promise, ...]
    responsible: StrOrPromise
    way_up: StrOrPromise
    stub: StrOrPromise
    look_up_url: str = ""
    look_up_text: StrOrPromise = ""
    in_log: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a staff list: title, the person's own sentence, number and facts, one date, one action."""

    title: StrOrPromise
    url: str
    number: str
    sentence: str = ""
    facts: tuple[StrOrPromise | Tag, ...] = ()
    chip: DeadlineChip | None = None
    action: Link | None = None


EventKind = Literal["voice", "office", "late"]


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline: `voice` a person spoke, `office` the office acted, `late` a promise was missed."""

    title: StrOrPromise
    when: dt.date  # or a moment; a day is shown as a day
    kind: EventKind = "office"
    by: StrOrPromise = ""
    detail: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A paragraph of a letter. `missing` is shown marked, in place, instead of the text."""

    text: StrOrPromise = ""
    heading: StrOrPromise = ""
    missing: StrOrPromise = ""
    indented: bool = True


@dataclass(frozen=True, slots=True)
class Letter:
    """What the person will get, as it will look. `foot`: how to reach the office, under a line."""

    title: StrOrPromise
    parts: tuple[LetterPart, ...]
    signed: tuple[StrOrPromise, ...] = ()
    letterhead: StrOrPromise = ""
    number: StrOrPromise = ""
    foot: tuple[StrOrPromise, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that was added: its own state, and what to do about it."""

    name: str
    status: StrOrPromise
    state: Literal["ok", "bad"] = "ok"
    picture: bool = False
    remove: Link | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a summary list; `change` leads to where it can be changed."""

    term: StrOrPromise
    value: StrOrPromise
    change: Link | None = None


@dataclass(frozen=True, slots=True)
class RailItem:
    """A place of the staff frame. `count` is what waits there for this person, `waits` how the frame finds it out;
    `prefix` marks pages that belong to it; `part` is where it stands; `foot`: a phone has it under the thumb.
    """

    label: StrOrPromise
    url: str
    icon: str
    count: int = 0
    prefix: str = ""
    waits: Count | None = None
    part: Part = "house"
    foot: bool = False


@dataclass(frozen=True, slots=True)
class RailPart:
    """Places that belong together, under what they are called; those of the day stand first and need no name."""

    title: StrOrPromise
    places: tuple[RailItem, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """A column of the public foot."""

    title: StrOrPromise
    lines: tuple[StrOrPromise, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in, and as what. `switch_url` when the person holds more than one post."""

    post: StrOrPromise
    name: str
    sign_out_url: str = ""
    switch_url: str = ""


@dataclass(frozen=True, slots=True)
class Echo:
    """The drawing of the first page: a voice goes out, answers come back. `title` tells it whole to those who can't see it.

    `stops`: five (promise, what it is), in the order in which they happen: at once, notice, reply, review, second review.
    """

    title: StrOrPromise
    you: StrOrPromise
    above: StrOrPromise
    stops: tuple[tuple[StrOrPromise, StrOrPromise], ...]

    @property
    def pills(self) -> tuple[EchoPill, ...]:
        """Each as wide as its words."""
        return tuple(
            EchoPill(x, y, max(_width(title, 19), _width(detail, 15)) + 20, height, title, detail)
            for (x, y, height), (title, detail) in zip(_ECHO_PLACES, self.stops, strict=True)
        )


@dataclass(frozen=True, slots=True)
class EchoPill:
    """One stop of the drawing, in its units."""

    x: int
    y: int
    width: int
    height: int
    title: StrOrPromise
    detail: StrOrPromise

    @property
    def text_x(self) -> int:
        return self.x + 10

    @property
    def title_y(self) -> int:
        return self.y + 22

    @property
    def detail_y(self) -> int:
        return self.y + 45


def _width(text: StrOrPromise, size: int) -> int:
    """About how wide a line is drawn: Chinese full, Latin a little over half."""
    return round(sum(size if ord(one) > 0x2E80 else size * 0.56 for one in str(text)))


def _percent(value: float) -> str:
    return f"{value:.1f}%"
