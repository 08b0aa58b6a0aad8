"""Call-outs as rows, lines of time and facts of pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.kernel.outbox.models import Channel
from huiyin.web import dates
from huiyin.web.components import DeadlineChip, Event, EventKind, Fact, Item, Link, Tag

from . import kinds, rules
from .models import By, Callout, Said, Status, Turn
from .queries.pages import Page
from .queries.trying import Called, Tried
from .schema import Policy


def url(row: Callout) -> str:
    return reverse("callouts:callout", args=[row.public_id])


def title(row: Callout) -> str:
    """As its page is called; an exercise says so."""
    kind = kinds.TITLES[row.cause]
    said = _("%(title)s: call-out about %(kind)s") % {"title": row.title, "kind": kind}
    return _("[EXERCISE] %(title)s") % {"title": said} if row.exercise else said


def item(row: Callout) -> Item:
    facts: list[Tag | str] = [
        _state(row),
        row.organisation.name,
        dates.moment_text(row.began_at, row.organisation.zone),
    ]
    action = Link(url(row), _("Open it"), note=row.title) if row.open else None
    return Item(title(row), url(row), "", "", tuple(facts), None, action)


def with_chip(row: Item, chip: DeadlineChip | None) -> Item:
    return replace(row, chip=chip)


def facts(page: Page) -> list[Fact]:
    row = page.callout
    found = [
        Fact(_("Office"), row.organisation.name),
        Fact(_("Began"), dates.moment_text(row.began_at, row.organisation.zone)),
        Fact(_("By the policy"), f"{row.rules.title.into(get_language() or 'zh-hans')} · {row.rules.name}@{row.rules.version}"),
    ]  # fmt: skip
    if row.next_at is not None:
        found.append(Fact(_("Next step"), dates.moment_text(row.next_at, row.organisation.zone)))
    return found


def events(page: Page) -> tuple[Event, ...]:
    """Who was called when, what they said and how; oldest first."""
    row = page.callout
    found = [event for turn in page.turns for event in _of_turn(turn)]
    if row.shouted_at is not None:
        found.append(Event(_("Nobody answered: it is shouted to every post of the house"), row.shouted_at, "late"))
    if row.status == Status.WITHDRAWN and row.ended_at is not None:
        found.append(Event(_("Nobody need come any more"), row.ended_at, detail=row.ended_why))
    return tuple(sorted(found, key=lambda one: one.when))


def ahead(page: Page) -> list[str]:
    """What comes if nobody answers."""
    said = []
    for one in page.ahead:
        words = _("it is shouted to everybody") if one.shouts else (_(", ").join(one.posts) or _("nobody is there: the next step comes at once"))  # fmt: skip
        said.append(_("Minute %(minute)d: %(words)s") % {"minute": one.minute, "words": words})
    return said


def _of_turn(turn: Turn) -> list[Event]:
    late = turn.called_at - turn.due_at
    details = []
    if turn.times > 1:
        details.append(ngettext("called %(n)d time", "called %(n)d times", turn.times) % {"n": turn.times})
    if late > rules.MACHINE_LATE:
        minutes = int(late / dt.timedelta(minutes=1))
        details.append(ngettext("%(n)d minute too late: by the machine, not by the office", "%(n)d minutes too late: by the machine, not by the office", minutes) % {"n": minutes})  # fmt: skip
    found = []
    if turn.step is not None:
        found.append(
            Event(_("%(post)s is called") % {"post": turn.post_title}, turn.called_at, detail="；".join(details))
        )
    if turn.said and turn.said_at is not None:
        words = _("%(post)s is coming") if turn.said == Said.COMING else _("%(post)s can’t come")
        kind: EventKind = "voice" if turn.said == Said.COMING else "late"
        found.append(Event(words % {"post": turn.post_title}, turn.said_at, kind, detail=str(By(turn.by).label)))
    return found


def _state(row: Callout) -> Tag | str:
    words = str(Status(row.status).label)
    return Tag(words, "late", "warning") if row.status == Status.SHOUTING else words


@dataclass(frozen=True, slots=True)
class TriedRow:
    """One moment of a dry trial. `people`: (who, by which ways); a way that is missing is said in red."""

    when: str
    what: str
    people: tuple[tuple[str, str, bool], ...]

    @property
    def missing(self) -> int:
        """How many would hear nothing outside of Huiyin; a step that reaches nobody counts as one."""
        return sum(not reached for _who, _ways, reached in self.people) or (not self.people and not self.what)


def policy_title(policy: Policy) -> str:
    return policy.title.into(get_language() or "zh-hans")


def tried(one: Tried) -> TriedRow:
    when = _("Minute %(minute)d") % {"minute": one.at}
    if one.at != one.minute:
        when = _("Minute %(minute)d (written: %(written)d)") % {"minute": one.at, "written": one.minute}
    what = _("shouted to everybody") if one.shouts else _("once more") if one.again else ""
    return TriedRow(when, what, tuple(_person(person) for person in one.people))


def _person(one: Called) -> tuple[str, str, bool]:
    post = _("%(post)s (deputy)") % {"post": one.post} if one.deputy else one.post
    ways = [str(Channel(way).label) for way in one.ways]
    return f"{post} · {one.holder}", _(", else ").join(ways), bool(ways)
