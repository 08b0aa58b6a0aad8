"""What every verb shares, inside its write: the bulletin under its lock, who acts, its clocks, the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.bulletins import law, rules
from huiyin.bulletins.models import Bulletin, Report
from huiyin.bulletins.rules import Limit, Said
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.handover import held_or_above, is_held
from huiyin.organisations.models import Organisation, Post

BULLETIN = "bulletin"  # the subject of its clocks
WRITTEN, NEXT = "written", "next"
SYSTEM = "system:bulletins"
TOLD_LATE = _("The head and the office above are told.")


@dataclass(slots=True)
class Doing:
    """One act on a bulletin. `rows` gathers what it changes; `end` commits them in one entry of the ledger."""

    verb: str
    bulletin: Bulletin
    actor: str
    title: str
    at: dt.datetime
    rows: list[ledger.Committed] = field(default_factory=list)

    def end(self) -> None:
        self.bulletin.version += 1
        self.bulletin.save()
        ledger.record(
            verb=f"bulletins.{self.verb}", actor=self.actor, about=self.bulletin.reference, at=self.at,
            commits=[self.bulletin, *self.rows],
        )  # fmt: skip


def locked(public_id: str) -> Bulletin:
    """The bulletin for writing. `Refused` where there is none: what is absent reads like what one may not."""
    store.require_write()
    found = Bulletin.objects.select_for_update(of=("self",)).select_related(
        "organisation__head_post", "organisation__parent__head_post"
    )
    bulletin = found.filter(public_id=public_id).first()
    if bulletin is None:
        raise Refused
    return bulletin


def doing(verb: str, actor: Actor, public_id: str, version: int | None = None) -> Doing:
    """An act of the reporting office. Whoever may read it there may report: nobody is asked for leave."""
    bulletin = locked(public_id)
    if not reports(actor, bulletin):
        raise Refused
    if version is not None and version != bulletin.version:
        raise Conflict(_("Somebody did something with this report just now."), _("Look at it as it stands here."))
    return Doing(verb, bulletin, actor.reference, actor.post_title, time.now())


def reports(actor: Actor, bulletin: Bulletin) -> bool:
    """Who began it, and who reads it in the own office; where it is about the head or a leader, nobody else."""
    if bulletin.organisation_id != actor.organisation_id or not may(actor, "bulletin_write", bulletin):
        return False
    return bulletin.begun_by == actor.reference or (not bulletin.apart and may(actor, read_verb(bulletin), bulletin))


def read_verb(bulletin: Bulletin) -> str:
    return "bulletin_closed_read" if bulletin.closed else "bulletin_read"


def start(
    act: Doing, name: str, title: str | Promise | Mapping[str, str], limit: Limit, since: dt.datetime, *, fact: str | Promise,
    rule: law.Rule | None = None,
) -> Clock:  # fmt: skip
    """A clock of the bulletin, owed by who answers for it."""
    organisation = act.bulletin.organisation
    clock = clocks.start(
        subject_kind=BULLETIN, subject_id=act.bulletin.public_id, name=name,
        title=title if isinstance(title, Mapping) else in_every_language(title), owner=answers(act.bulletin),
        started_at=since, start_fact=in_every_language(fact), length=limit.length, unit=limit.unit,
        region=organisation.region, zone=organisation.zone, roll=False, own_rule=limit.own,
        law=rule.law if rule else None, article=rule.article if rule else "", verified=rule.verified if rule else "",
        consequence=in_every_language(TOLD_LATE),
    )  # fmt: skip
    act.rows.append(clock)
    return clock


def answers(bulletin: Bulletin) -> str:
    """Who began it; while nobody holds that post, whoever is above. Where the own office must not know of it, the head of the one above."""
    found = Post.objects.select_related("unit__organisation", "reports_to__unit__organisation")
    post = found.filter(public_id=bulletin.begun_by.removeprefix("post:")).first()
    if post is None or is_held(post) or not (bulletin.apart and bulletin.organisation.parent):
        return bulletin.begun_by if post is None else held_or_above(post).reference
    return head_of(bulletin.organisation.parent)


def head_of(organisation: Organisation) -> str:
    """The head of an office, or the first above who holds a post."""
    head = organisation.head_post
    return held_or_above(head).reference if head else ""


def meet(act: Doing, at: dt.datetime, wanted: Callable[[str], bool]) -> None:
    """What was owed was done at this moment."""
    for clock in clocks.queries.open_rows(BULLETIN, act.bulletin.public_id):
        if wanted(clock.name):
            act.rows.append(clocks.meet(clock, at=at, because=f"bulletins.{act.verb}"))


def body_of(clock_name: str) -> str:
    """`R-08:cdc` -> `cdc`; empty for a clock of no body."""
    return clock_name.partition(":")[2]


def own(organisation: Organisation, key: str, proposal: int, unit: rules.Unit) -> Limit:
    return Limit(organisation.own_number(key, proposal), unit, own=True)


def said(report: Report) -> Said:
    """A row as the rules read it."""
    return Said(
        "final" if report.stage == "final" else "first" if report.stage == "first" else "follow-up",
        report.occurred_at, report.place, report.texts, report.numbers,
    )  # fmt: skip


def last_sent(bulletin: Bulletin) -> Report | None:
    return bulletin.reports.exclude(sent_at=None).order_by("-number").first()
