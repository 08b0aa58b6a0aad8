"""Letters that go by post: owed where the person chose paper or the desk asks for it, posted with proof, arrived or come back.

How long the office may take is its own rule, not set by law (本单位自定). That it arrived is service (送达) where it is the
answer: the person's own time begins with that day, as with every other proof.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Concern, Posting
from huiyin.cases.models.posting import PostingState
from huiyin.cases.responsible import owner_reference
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files import actions as files
from huiyin.kernel.outbox.rules import without_addresses
from huiyin.kernel.vault.queries import kept_of
from huiyin.organisations.access import Actor, require
from huiyin.procedures.engine import NotPossible

from . import notices, several
from .posting_parts import TO_HEAR, asked_for, clock_of, drop, met
from .procedure import Doing, Line, locked, missed_line, note_only
from .replying import record_service

_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9 -]{4,38}[A-Z0-9]")


def ask(*, actor: Actor, case_id: int, letter_id: str, concern_id: str) -> Posting:
    """The desk wants a letter to go by post too: a message did not arrive, or the law wants it in hand.

    Raises `Refused`, `BadInput` where no address is kept, `Conflict` where it is in the queue already.
    """
    at = time.now()
    with store.write():
        case = locked(case_id)
        require(actor, "serve", case)
        letter = case.letters.filter(public_id=letter_id).first()
        concern = case.concerns.filter(public_id=concern_id, left_at=None).first()
        if letter is None or concern is None or letter.concern_id not in (None, concern.pk):
            raise Refused
        if "address" not in kept_of(concern.identity):
            raise BadInput("concern", _("No postal address is kept."), _("Ask the person for it."))
        if Posting.objects.filter(letter=letter, concern=concern).exists():
            raise Conflict(_("This letter is among those to be posted already."))
        doing = Doing.by_staff(case, "ask_posting", actor, at).about(concern.public_id)
        rows = asked_for(doing, letter, concern, actor.reference)
        note_only(doing, line=Line(data={"number": letter.number}), rows=rows)
    posting = rows[0]
    assert isinstance(posting, Posting)
    return posting


def posted(*, actor: Actor, posting_id: str, on: dt.date, number: str, photo: Sequence[files.Inspected] = ()) -> None:
    """It is with the post: on which day, under which number of registered mail, with a photo of the receipt if there is one.

    Raises `Refused`, `BadInput`, or `Conflict` where somebody was faster.
    """
    at = time.now()
    number = " ".join(number.upper().split())
    with store.write():
        posting, case = _locked(actor, posting_id, PostingState.WAITING)
        _require_day(on, posting.asked_at, actor)
        if not _NUMBER.fullmatch(number):
            raise BadInput(
                "number", _("This is no number of registered mail."), _("Copy it from the receipt of the post.")
            )
        posting.state, posting.posted_on = PostingState.POSTED, on
        posting.number, posting.posted_by = number, actor.reference
        posting.save()
        kept = [files.keep(one, about=posting.reference, at=at) for one in photo]
        doing = Doing.by_staff(case, "posted", actor, at).about(posting.concern.public_id)
        done = met(posting, at, "cases.posted")
        line = Line(data={"number": posting.letter.number, "mail": number, "on": on.isoformat()})
        note_only(doing, line=line, rows=[posting, *kept, *done, clock_of(doing, posting, TO_HEAR)])


def arrived(*, actor: Actor, posting_id: str, on: dt.date, note: str) -> None:
    """The post says, or the returned receipt shows, that the person has it since that day."""
    at = time.now()
    with store.write():
        posting, case = _locked(actor, posting_id, PostingState.POSTED)
        _require_day(on, posting.posted_on, actor)
        rows = _end(posting, PostingState.ARRIVED, actor, on, note, at)
        doing = Doing.by_staff(case, "posting_arrived", actor, at).about(posting.concern.public_id)
        note_only(doing, line=Line(data={"number": posting.letter.number, "on": on.isoformat()}), rows=rows)
        _serve(Doing.by_staff(case, "serve", actor, at), posting, on, actor)


def came_back(*, actor: Actor, posting_id: str, on: dt.date, note: str) -> None:
    """The post brought it back. The letter stays on the person's page; the desk tells them in another way."""
    at = time.now()
    with store.write():
        posting, case = _locked(actor, posting_id, PostingState.POSTED)
        _require_day(on, posting.posted_on, actor)
        if not note.strip():
            raise BadInput("note", _("It is not said why it came back."), _("Copy what the post wrote on it."))
        rows = _end(posting, PostingState.RETURNED, actor, on, note, at)
        doing = Doing.by_staff(case, "posting_returned", actor, at).about(posting.concern.public_id)
        note_only(doing, line=Line(data={"number": posting.letter.number, "on": on.isoformat()}), rows=rows)


def missed(clock: Clock, at: dt.datetime) -> None:
    """A letter was not posted in time, or nobody found out whether it arrived: the desk, the head and the superior are told."""
    posting = Posting.objects.select_related("concern", "letter").get(public_id=clock.subject_id)
    case = locked(posting.letter.case_id)
    doing = Doing(case, "missed", "system:clock", "", at, posting.concern.public_id)
    for reference in {clock.owner, owner_reference(case, "head"), owner_reference(case, "superior")}:
        notices.to_post(doing, reference, notices.MISSED, dict(clock.title))
    note_only(doing, line=missed_line(clock, ""), rows=[clock])


def sealed(case: Case, at: dt.datetime) -> list[ledger.Committed]:
    """The case is being sealed: what waits does not go out any more."""
    return [row for one in Posting.objects.filter(letter__case=case) for row in drop(one, at)]


def erased(concern: Concern) -> list[ledger.Committed]:
    """There is no address any more."""
    return [row for one in concern.postings.all() for row in drop(one, time.now())]


def _locked(actor: Actor, posting_id: str, state: str) -> tuple[Posting, Case]:
    found = Posting.objects.select_related("letter").filter(public_id=posting_id).first()
    if found is None:
        raise Refused
    case = locked(found.letter.case_id)
    require(actor, "serve", case)
    posting = Posting.objects.select_for_update(of=("self",)).select_related("letter", "concern").get(pk=found.pk)
    if posting.state != state:
        raise Conflict(_("Somebody has written this down already."), _("Load the page again."))
    return posting, case


def _end(posting: Posting, state: str, actor: Actor, on: dt.date, note: str, at: dt.datetime) -> list[ledger.Committed]:
    posting.state, posting.ended_on, posting.ended_by = state, on, actor.reference
    posting.note = str(without_addresses(" ".join(note.split())))[:200]
    posting.save()
    return [posting, *met(posting, at, f"cases.posting-{state}")]


def _serve(doing: Doing, posting: Posting, on: dt.date, actor: Actor) -> None:
    """The answer is served by it, where that is not known already. Of several people the last one's day counts."""
    letter, case = posting.letter, doing.case
    if letter.reply_id is None or letter.services.exists():
        return
    moment = dt.datetime.combine(on, dt.time(12), time.zone_of(actor.zone)).astimezone(dt.UTC)
    moment = min(max(moment, letter.at), doing.at)
    if several.is_shared(case) and not several.all_have_read(case, posting.concern, letter, doing.at):
        note_only(
            replace(doing, verb="read_answer", concern=posting.concern.public_id), line=Line(), rows=[posting.concern]
        )
        return
    try:
        record_service(doing, letter, "letter", moment, posting.number)
    except NotPossible:
        return  # the procedure has gone on: that it arrived is written down all the same


def _require_day(on: dt.date, not_before: dt.date | dt.datetime | None, actor: Actor) -> None:
    earliest = (
        not_before.astimezone(time.zone_of(actor.zone)).date() if isinstance(not_before, dt.datetime) else not_before
    )
    if on > time.today(actor.zone) or (earliest is not None and on < earliest):
        raise BadInput(
            "on", _("This day does not fit."), _("It lies between the day before it in this list and today.")
        )
