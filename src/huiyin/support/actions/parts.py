"""What every verb shares, inside its write: the request under its lock, who acts, its lines, its clocks, the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.cases import receipts
from huiyin.cases.rules import clean_text
from huiyin.documents import own_clocks
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, ids, ledger, outbox, store, time, vault
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Organisation, Post
from huiyin.support import rules
from huiyin.support.models import OPEN, LetIn, Line, Request, Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SUPPORT = "support"  # the subject of its clocks
ANSWER, STILL, FOLLOW, VISIT, KEEP = "answer", "still", "follow", "visit", "keep"
PERSON, SYSTEM = "petitioner", "system:support"
TEMPLATE = "support/request"


@dataclass(slots=True)
class Doing:
    """One act on a request. `rows` gathers what it changes; `end` commits them in one entry of the ledger."""

    verb: str
    request: Request
    actor: str
    title: str
    at: dt.datetime
    rows: list[ledger.Committed] = field(default_factory=list)

    def end(self) -> None:
        """The request itself, saved as the act left it, goes with the rows."""
        self.request.save()
        self.rows.append(self.request)
        ledger.record(
            verb=f"support.{self.verb}", actor=self.actor, about=self.request.reference, at=self.at, commits=self.rows
        )


def by_post(verb: str, actor: Actor, public_id: str, *, answers: bool = True) -> Doing:
    """An act of the post that answers for it; else of any post that the person let in. To others it is not there."""
    row = _locked(Request.objects.filter(public_id=public_id))
    if not may_read(actor, row) or (answers and row.post_id != actor.post_id):
        raise Refused
    return Doing(verb, row, actor.reference, actor.post_title, time.now())


def by_person(verb: str, code: str) -> Doing:
    """An act of who has the code."""
    return Doing(verb, _locked(Request.objects.filter(code__in=receipts.digests_of(code))), PERSON, "", time.now())


def by_itself(verb: str, public_id: str, at: dt.datetime) -> Doing:
    """What the machine does when a day has passed."""
    return Doing(verb, _locked(Request.objects.filter(public_id=public_id)), SYSTEM, "", at)


def may_read(actor: Actor, row: Request) -> bool:
    """Of the own house, and let in by the person or answering for it; nobody by role, not the head either."""
    return row.status != Status.DESTROYED and may(actor, "support_work", row) and row.seen_by(actor.post_id)


def is_open(act: Doing) -> None:
    """It runs; else `Conflict`."""
    if act.request.status not in OPEN:
        raise Conflict(_("This request is closed."), _("Look at it as it stands here."))


def taken(act: Doing) -> None:
    """Once it was taken on, all the rest can be done."""
    if act.request.status == Status.ASKED:
        raise Conflict(_("Nobody has taken it on yet."), _("Take it on first: the person is waiting for that."))
    is_open(act)


def seal(act: Doing, place: str, text: str, message: StrOrPromise, *, needed: bool = True) -> str:
    """What was said, under the request's own key; the public id of the sealed text, or nothing."""
    text = clean_text(text)
    if needed:
        text = written(place, text, message, longest=rules.LONGEST)
    elif len(text) > rules.LONGEST:
        raise BadInput(place, _("This is longer than %(most)d characters.") % {"most": rules.LONGEST}, "")
    if not text:
        return ""
    row = vault.seal_text(text=text, about=act.request.reference, at=act.at)
    act.rows.append(row)
    return row.public_id


def line(
    act: Doing, *, verb: str = "", text: str = "", other: Post | None = None, on: dt.datetime | None = None
) -> Line:
    """One more line of what happened, which the person reads."""
    row = Line.objects.create(
        request=act.request, verb=verb or act.verb, at=act.at, actor=act.actor, actor_title=act.title, text=text,
        other=other.title if other else "", on=on,
    )  # fmt: skip
    act.rows.append(row)
    return row


def lets_in(act: Doing, post: Post) -> None:
    """It reads along from now on."""
    act.rows.append(LetIn.objects.create(request=act.request, post=post, since=act.at))
    line(act, verb="let_in", other=post)


def person_waits(act: Doing) -> None:
    """From now on an answer is owed, if none was."""
    if not open_clocks(act, ANSWER, STILL):
        start_own(act, ANSWER, _("Answer a request for support"), rules.ANSWER_KEY, rules.ANSWER_DAYS)


def answered(act: Doing, next_on: dt.date | None = None) -> None:
    """The person has had a word. The next look in runs: on its day, or after the office's own number of days."""
    meet(act, ANSWER, STILL)
    act.request.late_at, act.request.late_times = None, 0
    running = open_clocks(act, FOLLOW)
    if next_on is None and running and running[0].missed_at is None:
        return
    meet(act, FOLLOW)
    title = _("Look in again")
    if next_on is None:
        start_own(act, FOLLOW, title, rules.FOLLOW_KEY, rules.FOLLOW_DAYS)
    else:
        start_until(act, FOLLOW, title, next_on)


def start_own(act: Doing, name: str, title: StrOrPromise, key: str, days: int) -> None:
    """After so many days: the office's own number, in no law."""
    _start(act, name, title, act.request.organisation.own_number(key, days))


def start_until(act: Doing, name: str, title: StrOrPromise, day: dt.date) -> None:
    """By the end of a day from tomorrow on."""
    _start(act, name, title, max((day - today(act)).days, 1))


def meet(act: Doing, *names: str) -> None:
    because = f"support.{act.verb}"
    act.rows += [clocks.meet(clock, at=act.at, because=because) for clock in open_clocks(act, *names)]


def stop(act: Doing, *names: str) -> None:
    """All, where none is named."""
    because = f"support.{act.verb}"
    act.rows += [clocks.stop(clock, at=act.at, because=because) for clock in open_clocks(act, *names)]


def open_clocks(act: Doing, *names: str) -> list[Clock]:
    return clocks.queries.open_rows(SUPPORT, act.request.public_id, names=names or None)


def today(act: Doing) -> dt.date:
    return act.at.astimezone(time.zone_of(act.request.organisation.zone)).date()


def tell(act: Doing, title: StrOrPromise, posts: Iterable[Post]) -> None:
    """That there is something, and nothing of it."""
    words = {"title": in_every_language(title)}
    about = act.request.reference
    outbox.owe_many(
        [
            outbox.Owed(one.reference, TEMPLATE, words, about, f"{about}:{ids.public_id()}")
            for one in posts
            if one.reference != act.actor
        ],
        at=act.at,
    )


def office_of(public_id: str) -> Organisation:
    """Under its lock."""
    found = Organisation.objects.select_for_update(of=("self",)).select_related("head_post", "parent__head_post")
    organisation = found.filter(public_id=public_id).first()
    if organisation is None:
        raise Refused
    return organisation


def _locked(found: QuerySet[Request]) -> Request:
    store.require_write()
    row = found.select_for_update(of=("self",)).select_related("organisation", "post__unit").first()
    if row is None or row.status == Status.DESTROYED:
        raise Refused
    return row


def _start(act: Doing, name: str, title: StrOrPromise, days: int) -> None:
    told = (
        _("What was said is destroyed for good.")
        if name == KEEP
        else _("The deputy, then the head, is told that somebody waits, without what for; the person reads that.")
    )
    clock = own_clocks.start(
        act.request.organisation, (SUPPORT, act.request.public_id), name, title=title, owner=act.request.post.reference, since=act.at,
        length=days, fact=_("somebody waits"), told=told, reminders=[1] if name in (ANSWER, FOLLOW, VISIT) and days > 1 else (),
    )  # fmt: skip
    act.rows.append(clock)
