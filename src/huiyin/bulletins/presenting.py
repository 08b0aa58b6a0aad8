"""Bulletins as rows, chips, lines and facts of pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.clocks.queries import ClockView
from huiyin.organisations.access import Actor
from huiyin.web import clock_chips, dates
from huiyin.web.components import DeadlineChip, Fact, Item, Link, Tag

from . import law, rules
from .actions import parts
from .models import Bulletin, Doubt, Judgement, Level, Report, Told
from .queries.bulletins import Above, Owed, Page, Row
from .wording import BODIES, DECISIONS, FIELDS, GRADES, JUDGEMENTS, KINDS, STAGES, WAYS


@dataclass(frozen=True, slots=True)
class Body:
    """A line of “to whom”: yes told, go waits, no late. `chip` opens to how the time comes about."""

    name: str
    state: Literal["yes", "go", "no"]
    said: tuple[str, ...]
    chips: tuple[DeadlineChip, ...]

    @property
    def icon(self) -> str:
        return {"yes": "check", "go": "clock", "no": "warning"}[self.state]


@dataclass(frozen=True, slots=True)
class Change:
    """A line that differs from the report before: a correction shows what was wrong struck out, news does not."""

    name: str
    before: str
    now: str
    correction: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that went: whole, and against the one before it."""

    report: Report
    stage: str
    title: str
    facts: tuple[Fact, ...]
    numbers: tuple[Fact, ...]
    texts: tuple[Fact, ...]
    changes: tuple[Change, ...]
    against: str
    got: tuple[str, ...]

    @property
    def corrections(self) -> int:
        return sum(one.correction for one in self.changes)

    @property
    def news(self) -> int:
        return len(self.changes) - self.corrections


@dataclass(frozen=True, slots=True)
class Step:
    """An office above in the chain: what it acknowledged, what it decided, what it owes."""

    name: str
    state: Literal["yes", "go", "no"]
    said: tuple[str, ...]
    why: str
    chips: tuple[DeadlineChip, ...]

    @property
    def icon(self) -> str:
        return {"yes": "check", "go": "clock", "no": "warning"}[self.state]


def url(bulletin: Bulletin) -> str:
    return reverse("bulletins:bulletin", args=[bulletin.public_id])


def chip(clock: ClockView | None) -> DeadlineChip | None:
    return titled_chip(clock)


def item(row: Row, *, action: Link | None = None) -> Item:
    """A row of a list."""
    bulletin = row.bulletin
    facts: list[Tag | str] = [bulletin.organisation.name]
    if row.last is not None and row.last.sent_at is not None:
        facts.append(f"{STAGES[row.last.stage]} {dates.moment_text(row.last.sent_at, bulletin.organisation.zone)}")
    elif action is None:
        facts.append(Tag(_("nothing sent yet"), "soon"))
    if row.last is not None and row.last.place:
        facts.append(row.last.place)
    return Item(str(KINDS[bulletin.kind]), url(bulletin), bulletin.number, "", tuple(facts), chip(row.clock), action)


def body(owed: Owed, zone: str, above: str) -> Body:
    """Who, whether told, and by when."""
    name = above if owed.body == law.ABOVE and above else str(BODIES[owed.body])
    if owed.told:
        late = any(one.late for one in owed.clocks)
        return Body(name, "no" if late else "yes", tuple(told(one, zone) for one in owed.told), _chips(owed))
    late = any(one.late for one in owed.clocks)
    return Body(name, "no" if late else "go", (), _chips(owed))


def told(one: Told, zone: str) -> str:
    """“12:26, by telephone, duty desk”."""
    said = [dates.moment_text(one.at, zone), str(WAYS[one.way]), one.whom]
    return " · ".join(part for part in said if part)


def facts(report: Report, zone: str) -> tuple[Fact, ...]:
    """A report as it went: what is not known is said as not known."""
    kind = law.kind(report.bulletin.kind)
    found = [Fact(FIELDS["occurred_at"], dates.moment_text(report.occurred_at, zone) if report.occurred_at else "")]
    if kind.place:
        found.append(Fact(FIELDS["place"], report.place))
    return (*found, *(Fact(FIELDS[name], value(report, name)) for name in kind.fields if shown(report, name)))


def _numbers(report: Report) -> tuple[Fact, ...]:
    fields = law.kind(report.bulletin.kind).fields
    return tuple(Fact(FIELDS[name], value(report, name)) for name in fields if name in rules.NUMBERS)


def shown(report: Report, name: str) -> bool:
    return name in rules.NUMBERS or bool(report.texts.get(name))


def value(report: Report, name: str, zone: str = "") -> str:
    if name == "occurred_at":
        return dates.moment_text(report.occurred_at, zone) if report.occurred_at else ""
    if name == "place":
        return report.place
    if name in rules.TEXTS:
        return str(report.texts.get(name, ""))
    number = report.numbers.get(name)
    return _("not known yet") if number is None else str(number)


def sent(reports: tuple[Report, ...], chain: tuple[Above, ...], zone: str) -> list[Sent]:
    """All of them, the last first."""
    found: list[Sent] = []
    before: Report | None = None
    for one in reports:
        against = f"{before.number} · {STAGES[before.stage]}" if before else ""
        title = f"{one.number} · {STAGES[one.stage]}"
        numbers, plain = _numbers(one), facts(one, zone)
        texts = tuple(fact for fact in plain if fact not in numbers)
        differs, got = changes(before, one, zone), _got(one, chain, zone)
        found.append(Sent(one, str(STAGES[one.stage]), title, plain, numbers, texts, differs, against, got))
        before = one
    return found[::-1]


def changes(before: Report | None, now: Report, zone: str) -> tuple[Change, ...]:
    if before is None:
        return ()
    names = rules.changed(parts.said(now), parts.said(before))
    return tuple(
        Change(str(FIELDS[name]), value(before, name, zone), value(now, name, zone), name in now.corrects)
        for name in names
    )


def step(above: Above) -> Step:
    level, zone = above.level, above.level.organisation.zone
    said = [_("came %(at)s") % {"at": dates.moment_text(level.came_at, zone)}]
    last = next((one for one in reversed(above.receipts) if one.acknowledged_at is not None), None)
    if last is not None and last.acknowledged_at is not None:
        words = {
            "number": last.report.number,
            "at": dates.moment_text(last.acknowledged_at, zone),
            "who": last.acknowledged_title,
        }
        said.append(_("acknowledged up to report %(number)d, %(at)s, %(who)s") % words)
    if level.decided_at is not None:
        words = {
            "what": DECISIONS[level.decision],
            "at": dates.moment_text(level.decided_at, zone),
            "who": level.decided_title,
        }
        said.append(_("%(what)s, %(at)s, %(who)s") % words)
    late = any(one.late for one in above.clocks)
    done = level.decision != "" and not above.waiting
    running = tuple(drawn for one in above.clocks if one.status == "running" and (drawn := chip(one)) is not None)
    return Step(level.organisation.name, "no" if late else "yes" if done else "go", tuple(said), level.why, running)


def came(level: Level, clock: ClockView | None, *, action: Link | None = None) -> Item:
    """A row of what came from below."""
    bulletin = level.bulletin
    facts_ = (bulletin.organisation.name, dates.moment_text(level.came_at, level.organisation.zone))
    return Item(str(KINDS[bulletin.kind]), url(bulletin), bulletin.number, "", facts_, chip(clock), action)


@dataclass(frozen=True, slots=True)
class Doubted:
    """A question of an office above, the say of the office that reported, and what was found. `does`: what the reader can do
    about this one: answer, judge."""

    does: str
    title: str
    tag: Tag
    facts: tuple[Fact, ...]


def doubts(page: Page, actor: Actor, zone: str) -> list[Doubted]:
    """Of several that wait for an answer the oldest is answered first."""
    waits = next((one for one in page.doubts if not one.judgement and one.answered_at is None), None)
    found = []
    for one in page.doubts:
        own = not one.judgement and one.level.organisation_id == actor.organisation_id
        does = "answer" if "answer" in page.can and one is waits else "judge" if "judge" in page.can and own else ""
        found.append(_doubted(one, zone, does))
    return found


def _doubted(row: Doubt, zone: str, does: str) -> Doubted:
    tones: dict[str, Literal["late", "green", "soon"]] = {Judgement.FALSE: "late", Judgement.OPEN: "soon"}
    tag = Tag(JUDGEMENTS.get(row.judgement, pgettext("doubt", "asked")), tones.get(row.judgement, "green"))
    facts = [
        Fact(pgettext("doubt", "Report"), f"{row.report.number} · {STAGES[row.report.stage]}"),
        Fact(pgettext("doubt", "Not held for true"), row.what),
        Fact(pgettext("doubt", "Compared with"), row.basis),
        Fact(pgettext("doubt", "Asked"), _by(row.asked_at, row.asked_title, zone)),
    ]
    if row.answered_at is not None:
        facts += [
            Fact(pgettext("doubt", "How it was"), row.answer),
            Fact(pgettext("doubt", "Answered"), _by(row.answered_at, row.answered_title, zone)),
        ]
    if row.judged_at is not None:
        facts += [
            Fact(pgettext("doubt", "What shows it"), row.why),
            Fact(pgettext("doubt", "Decided"), _by(row.judged_at, row.judged_title, zone)),
        ]
    return Doubted(
        does, pgettext("doubt", "%(office)s asks") % {"office": row.level.organisation.name}, tag, tuple(facts)
    )


def _by(at: dt.datetime, title: str, zone: str) -> str:
    return f"{dates.moment_text(at, zone)} · {title}"


def grade(report: Report | None) -> str:
    """The grade of an accident, by the numbers that were reported last (生产安全事故报告和调查处理条例 3)."""
    if report is None or report.bulletin.kind != "accident":
        return ""
    return str(GRADES[rules.grade(report.numbers, law.grades())])


def _got(report: Report, chain: tuple[Above, ...], zone: str) -> tuple[str, ...]:
    """“临禾县教育局 13:31”: who acknowledged this very report."""
    return tuple(
        f"{above.level.organisation.name} {dates.moment_text(one.acknowledged_at, zone)}"
        for above in chain
        for one in above.receipts
        if one.report_id == report.pk and one.acknowledged_at is not None
    )


def _chips(owed: Owed) -> tuple[DeadlineChip, ...]:
    return tuple(clock_chips.chip(one, clock_chips.derivation_rows(one.derivation)) for one in owed.clocks)
