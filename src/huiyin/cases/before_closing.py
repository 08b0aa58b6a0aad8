"""What must be in the file, or have been done, before a case is closed (条例 27: solved, explained, helped), read from what is stored.

Each room that owes something to a case adds its own points; nobody ticks anything. What is hard and missing refuses the closing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.kernel.clocks.queries import open_rows

from .actions.clockwork import SUBJECT
from .actions.procedure import has_verb
from .models import Case, Reply
from .models.case import AgreedBy
from .models.replies import Outcome, ReplyStatus

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

TO_CARRY_OUT = (Outcome.SUPPORT, Outcome.ADOPT, Outcome.ADOPT_PARTLY)


@dataclass(frozen=True, slots=True)
class Point:
    """`done` None: the file can't tell, whoever closes looks. `remedy`: what to do where it is missing, on the page of `verb` or at `url`."""

    title: Text
    done: bool | None
    hard: bool = False
    remedy: Text = ""
    verb: str = ""
    url: str = ""
    article: str = ""


Source = Callable[[Case], Iterable[Point]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Points of another room. The reader of the list reads the case."""
    if source not in _sources:
        _sources.append(source)


def points(case: Case) -> list[Point]:
    """The whole list; empty where closing ends a procedure beside the case and not the case itself."""
    if not _ends(case):
        return []
    return [*_opinion(case), *_words(case), *(point for source in _sources for point in source(case))]


def missing(case: Case) -> list[Point]:
    """Without these it can't be closed."""
    return [point for point in points(case) if point.hard and point.done is False]


def _ends(case: Case) -> bool:
    main = case.tracks.filter(background=False).first()
    return main is not None and has_verb(main, "close")


def _opinion(case: Case) -> list[Point]:
    """Of a case that another body has now, the letter that names it is the answer."""
    reply = case.replies.filter(status=ReplyStatus.ISSUED).select_related("letter").last()
    if reply is None and case.letters.filter(kind__in=("transfer", "channel")).exists():
        return [Point(_("The person was told in writing who has it now"), True, article="art. 22, 23, 31")]
    served = reply is not None and reply.letter.services.exists()
    return [
        Point(
            _("The written opinion is issued, with claim, facts, decision and basis"), reply is not None, hard=True,
            remedy=_("Write the answer and have it issued."), verb="draft_reply", article="art. 32",
        ),
        Point(
            _("It is proved when and how the opinion reached the person"), served, hard=True,
            remedy=_("Record the delivery with its proof: without it the person's time to go up does not run."), verb="serve",
            article="art. 35",
        ),
        *([_came_of(case, reply, served=served)] if reply is not None else []),
        Point(
            _("Somebody in need was told of social aid, and how to ask for it"), None,
            remedy=_("If the person is in need: write to them where aid is applied for, or help to apply."), verb="answer_message",
            article="art. 27, 37",
        ),
    ]  # fmt: skip


def _came_of(case: Case, reply: Reply, *, served: bool) -> Point:
    """What is right is solved; what can't be done is explained."""
    if reply.outcome not in TO_CARRY_OUT:
        return Point(_("It is explained why it can't be done, with the basis"), served, article="art. 27, 32")
    return Point(
        _("What the opinion promised is done, and what shows it is in the file"),
        case.events.filter(verb="carried_out").exists(),
        hard=case.agreed_at is None,
        remedy=_("Carry it out, and report it with what shows it."),
        verb="carried_out" if case.events.filter(verb="carry_out").exists() else "carry_out",
        article="art. 27, 32",
    )


def _words(case: Case) -> list[Point]:
    """What the person said, and what waits for an answer."""
    own = {AgreedBy.PETITIONER: _("under their own code"), AgreedBy.SIGNED_SLIP: _("by a signed slip")}.get(
        AgreedBy(case.agreed_by), ""
    )
    word = Point(
        _("The person says that it is settled, %(how)s") % {"how": own} if own else _("The person says that it is settled"),
        case.agreed_at is not None,
        remedy=_("They say that it is not: closed, it stays shown as unsettled, and the ways up stay open.")
        if case.refused_at
        else _("They have said nothing: ask them, or go on. Silence is not counted as agreement."),
        verb="" if case.refused_at else "confirm_settled",
    )  # fmt: skip
    owed = open_rows(SUBJECT, case.public_id, names=["answer_message"])
    asked = case.consultations.filter(answered_at=None).exists()
    return [
        word,
        Point(
            _("Every message of the person is answered"), not owed, hard=True, remedy=_("Answer it."), verb="answer_message"
        ),
        *(
            [Point(_("The other unit that was asked has answered"), False, remedy=_("Wait for it, or write why it is not needed any more."), verb="note")]
            if asked
            else []
        ),
    ]  # fmt: skip
