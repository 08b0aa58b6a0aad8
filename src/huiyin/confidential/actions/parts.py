"""What every verb shares, inside its write: the report under its lock, its data key, what was said, its clocks, the ledger.

Days in place of moments: an act carries the beginning of its day, so that rows and ledger tell no hour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.cases.rules import clean_text
from huiyin.confidential import contents, crypto, desks, opening, rules
from huiyin.confidential.contents import Said
from huiyin.confidential.models import OPEN, Envelope, Message, ReaderKey, Report, SealedFile
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation

from . import layers

REPORTER = "petitioner"


@dataclass(slots=True)
class Doing:
    """One act on a report. `rows` gathers what it changes, `gone` references of those that it deleted; `end` commits them in one entry of the ledger.

    `apart`: the key of what readers alone read, where there is one and a reader acts. `private`: of the reader's `key`, or of the code.
    """

    verb: str
    report: Report
    actor: str
    title: str
    day: dt.date
    at: dt.datetime
    data_key: bytes = field(repr=False)
    apart: bytes = field(default=b"", repr=False)
    key: ReaderKey | None = None
    private: bytes = field(default=b"", repr=False)
    rows: list[ledger.Committed] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def end(self) -> None:
        """The report itself, saved as the act left it, goes with the rows."""
        self.report.save()
        self.rows.append(self.report)
        ledger.record(
            verb=f"confidential.{self.verb}",
            actor=self.actor,
            about=self.report.reference,
            at=self.at,
            commits=self.rows,
            erases=self.gone,
        )


def by_reader(verb: str, actor: Actor, report_id: str, unlocked: opening.Unlocked, *, organ: bool = True) -> Doing:
    """An act of a reader who has a seal of it. To everybody else, and to whom it turns out to concern, it is not there.

    `organ`: only a body with the power to look into it does this; another forwards it sealed.
    """
    report, key = _locked(Report.objects.filter(public_id=report_id)), opening.own_key(actor)
    data_key = opening.key_of(actor, report, key, unlocked)
    if verb != "recuse" and opening.actor_is_barred(actor, report, data_key):
        raise Refused
    if organ and not desks.is_organ(report.organisation):
        raise Conflict(
            _("Your office forwards it sealed; it does not look into it."), _("Send it on, or recuse yourself.")
        )
    day, at = today(report.organisation)
    apart = opening.apart_of(report, key, unlocked)
    act = Doing(verb, report, actor.reference, actor.post_title, day, at, data_key, apart, key, unlocked.private)
    layers.move_apart(act)
    if not report.own:  # a reporter with a new code waits for it
        report.own = crypto.give(data_key, report.public)
        layers.to_reporter(act)
    return act


def by_locator(verb: str, lookup: bytes) -> Doing:
    """An act of who has the code, where the code stays in a browser: without the data key, so that it can add what came sealed and no more."""
    report = _locked(Report.objects.filter(lookup=lookup))
    opening.own_seal(report)
    day, at = today(report.organisation)
    return Doing(verb, report, REPORTER, "", day, at, b"")


def by_who_can_not(verb: str, actor: Actor, report_id: str, unlocked: opening.Unlocked) -> Doing:
    """An act of a reader whose seal of it, or whose first words under it, do not open; `Conflict` where they do."""
    report, key = _locked(Report.objects.filter(public_id=report_id)), opening.own_key(actor)
    day, at = today(report.organisation)
    try:
        barred = opening.actor_is_barred(actor, report, opening.key_of(actor, report, key, unlocked))
    except crypto.DoesNotOpenError:
        return Doing(verb, report, actor.reference, actor.post_title, day, at, b"")
    if barred:
        raise Refused
    raise Conflict(_("It opens with your key."), _("Look at it as it stands here."))


def by_reporter(verb: str, keys: crypto.OfCode) -> Doing:
    """An act of who has the code."""
    report = _locked(Report.objects.filter(lookup=keys.lookup))
    day, at = today(report.organisation)
    act = Doing(verb, report, REPORTER, "", day, at, opening.key_by_code(report, keys), private=keys.pair.private)
    layers.move_apart(act)
    return act


def say(act: Doing, said: Said, papers: Iterable[SealedFile] = (), *, apart: bool = False) -> Message:
    """One more message, sealed. `papers`: sealed under the report's key before the write; `apart`: for readers alone."""
    row = Message(report=act.report, by_reporter=act.actor == REPORTER, on=act.day, apart=apart)
    row.sealed = contents.seal_said(said, row, act.apart if apart else act.data_key)
    row.save()
    act.rows.append(row)
    for paper in papers:
        paper.message = row
        paper.save()
        act.rows.append(paper)
    return row


def put(act: Doing, public_id: str, sealed: bytes) -> None:
    """A message of the reporter that came sealed."""
    row = Message.objects.create(public_id=public_id, report=act.report, by_reporter=True, on=act.day, sealed=sealed)
    act.rows.append(row)


def enclose(act: Doing, given: Mapping[ReaderKey, bytes]) -> None:
    """The data key as it came, sealed to each reader by whoever made it."""
    for key, one in given.items():
        act.rows.append(Envelope.objects.create(report=act.report, key=key, given=one, since=act.day))


def give(act: Doing, keys: Iterable[ReaderKey]) -> None:
    """The data key, sealed to each of these readers."""
    for key in keys:
        given = crypto.give(act.data_key, key.public)
        apart = crypto.give(act.apart, key.public) if act.apart else b""
        act.rows.append(Envelope.objects.create(report=act.report, key=key, given=given, apart=apart, since=act.day))


def take_back(act: Doing, envelopes: Iterable[Envelope]) -> None:
    """These seals open no more, and the name by none of their keys."""
    gone = list(envelopes)
    layers.leave(act, [one.key_id for one in gone])
    for one in gone:
        one.given, one.apart, one.until = b"", b"", act.day
        one.save()
        act.rows.append(one)


def is_open(act: Doing) -> None:
    if act.report.state not in OPEN:
        raise Conflict(_("This report is closed."), _("Look at it as it stands here."))


def words(place: str, text: str, message: object, *, longest: int = rules.LONGEST_WORDS) -> str:
    """What was written, or `BadInput` at `place`."""
    text = clean_text(text)
    if not text:
        raise BadInput(place, str(message), "")
    if len(text) > longest:
        raise BadInput(place, _("This is longer than %(most)d characters.") % {"most": longest}, "")
    return text


def today(organisation: Organisation) -> tuple[dt.date, dt.datetime]:
    """The day, and its first moment."""
    day = time.today(organisation.zone)
    return day, dt.datetime.combine(day, dt.time(), time.zone_of(organisation.zone))


def _locked(found: QuerySet[Report]) -> Report:
    store.require_write()
    row = found.select_for_update(of=("self",)).select_related("organisation").first()
    if row is None:
        raise Refused
    return row
