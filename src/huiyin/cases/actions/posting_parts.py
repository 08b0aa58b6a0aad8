"""Parts of acts on letters that go by post: what is owed, until when, and how its clocks end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Concern, Letter, Posting
from huiyin.cases.models.posting import PostingState
from huiyin.cases.responsible import owner_reference
from huiyin.documents import own_clocks
from huiyin.kernel import clocks, ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.vault.queries import kept_of

if TYPE_CHECKING:
    from .procedure import Doing

SUBJECT = "posting"
TO_POST, TO_HEAR = "post", "hear"
POST_DAYS = 3  # working days until a letter is with the post
HEAR_DAYS = 30  # until it is known whether it arrived


def owe(doing: Doing, letter: Letter) -> None:
    """Part of the act that wrote the letter: to each whose letter it is and who chose paper. An entry of its own."""
    chose = [one for one in doing.case.concerns.all() if one.contact_by == "letter" and one.left_at is None]
    theirs = [one for one in chose if letter.concern_id in (None, one.pk) and doing.concern in ("", one.public_id)]
    rows = [
        row
        for one in theirs
        if "address" in kept_of(one.identity)
        for row in asked_for(doing, letter, one, "petitioner")
    ]
    if rows:
        ledger.record(
            verb="cases.owe-posting", actor=doing.actor, about=doing.case.reference, at=doing.at, commits=rows
        )


def asked_for(doing: Doing, letter: Letter, concern: Concern, by: str) -> list[ledger.Committed]:
    """The posting, and the clock until which it is posted."""
    posting = Posting.objects.create(letter=letter, concern=concern, asked_at=doing.at, asked_by=by)
    return [posting, clock_of(doing, posting, TO_POST)]


def clock_of(doing: Doing, posting: Posting, name: str) -> Clock:
    """By the office's own rule: no law gives a term for it. The desk owes it."""
    posts = name == TO_POST
    return own_clocks.start(
        doing.case.office,
        (SUBJECT, posting.public_id),
        name,
        title=_("Post a letter") if posts else _("Find out whether a letter arrived"),
        owner=owner_reference(doing.case, "registrar"),
        since=doing.at,
        length=POST_DAYS if posts else HEAR_DAYS,
        unit="working-days" if posts else "days",
        fact=_("the letter was written") if posts else _("the letter was posted"),
        told=_("The head and the superior are told."),
    )


def met(posting: Posting, at: dt.datetime, because: str) -> list[Clock]:
    """What was owed of it is done."""
    return [
        clocks.meet(clock, at=at, because=because) for clock in clocks.queries.open_rows(SUBJECT, posting.public_id)
    ]


def drop(posting: Posting, at: dt.datetime) -> list[ledger.Committed]:
    """It does not go out any more; one that is with the post already is not followed any further."""
    open_ones = clocks.queries.open_rows(SUBJECT, posting.public_id)
    stopped = [clocks.stop(clock, at=at, because="cases.posting-dropped") for clock in open_ones]
    if posting.state != PostingState.WAITING:
        return list(stopped)
    posting.state = PostingState.DROPPED
    posting.save(update_fields=["state"])
    return [posting, *stopped]
