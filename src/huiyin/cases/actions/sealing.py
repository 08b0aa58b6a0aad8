"""A report about a person turned up in an ordinary case: it is sealed, taken out of every list, and sent to who may read it.

What stays here is a pointer (条例 22, 30; a body that is no discipline organ forwards and keeps no contents in the open):
date, seal number, to whom, receipt. Only the post that sealed it knows that there is one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Concern, Posting
from huiyin.cases.models.case import Kind
from huiyin.cases.search import actions as search
from huiyin.kernel import ledger, outbox, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.vault import actions as vault
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Post

from .attaching import message_reference
from .intake import concern_reference
from .letters import in_every_language
from .procedure import Doing, Line, advance, locked, stands_at
from .referring import ARRIVED

Closer = Callable[[Case, dt.datetime], Iterable[ledger.Committed]]
_closers: list[Closer] = []


def seal(*, actor: Actor, case_id: int, version: int, seal_number: str, forwarded_to: str) -> Case:
    """Seal the contents and forward them. There is no way back from here: only the receiver opens it.

    `seal_number`: of the envelope or the sealed file; `forwarded_to`: the discipline organ or other body with the power.
    """
    at = time.now()
    with store.write():
        case = to_seal(actor, case_id, version)
        if len(seal_number.strip()) < 2:
            raise BadInput("seal_number", _("Give the number of the seal."), _("It stands on the envelope."))
        if len(forwarded_to.strip()) < 2:
            raise BadInput("forwarded_to", _("Name who gets it."), _("For example the county's discipline organ."))
        rows = close_rooms(case, at)
        for row, text in emptied(case):
            rows += [vault.seal_text(text=text, about=case.reference, at=at), row]
        for concern in case.concerns.all():
            for about in (*files_of(concern), *(one.reference for one in Posting.objects.filter(letter__case=case))):
                rows += _hide_files(about, case.reference)
        send_on(case, actor, at, rows, seal_number.strip(), forwarded_to.strip())
    return case


def to_seal(actor: Actor, case_id: int, version: int) -> Case:
    """Part of sealing: the case under its lock, for who may seal it now."""
    case = locked(case_id, version=version)
    require(actor, "seal", case)
    if stands_at(case, ARRIVED):
        raise Conflict(_("What is to be sealed is with the office below still."), _("Take it on first, then seal it."))
    if not holds_words(case):
        raise Conflict(_("Nothing of what was said is here any more."), _("There is nothing to be sealed."))
    return case


def holds_words(case: Case) -> bool:
    """Whether anything is left to be sealed; a case that ended may be destroyed, or joined to another that has its words."""
    return case.concerns.exclude(text="").exists()


def send_on(
    case: Case, actor: Actor, at: dt.datetime, rows: Iterable[ledger.Committed], seal_number: str, forwarded_to: str
) -> None:
    """Part of sealing: out of every list, index and notice; in the hands of who seals it a pointer alone. `rows`: what was emptied."""
    case.kind, case.claim_channel, case.category = Kind.MISCONDUCT, None, None
    case.handler, case.leader, case.unit = Post.objects.get(pk=actor.post_id), None, None
    case.facts = {**case.facts, "discipline_organ": False, "conflict_free": True}
    case.title = str(in_every_language(_("Sealed"))["zh-hans"])
    case.summary = ""
    outbox.withdraw(about=case.reference)
    search.remove(case)
    advance(Doing.by_staff(case, "seal", actor, at), given={"seal_number"}, line=Line(), rows=rows)
    line = Line(note=forwarded_to, data={"seal_number": seal_number})
    advance(Doing.by_staff(case, "transfer", actor, at), given={"seal_number", "competent_body"}, line=line)


def also_closes(closer: Closer) -> None:
    """What another room wrote about a case goes under its key too; `closer(case, at)` answers the rows that changed."""
    if closer not in _closers:
        _closers.append(closer)


def close_rooms(case: Case, at: dt.datetime) -> list[ledger.Committed]:
    """Part of sealing: what other rooms wrote about it goes under the case's key."""
    return [row for closer in _closers for row in closer(case, at)]


def emptied(case: Case) -> Iterator[tuple[ledger.Committed, str]]:
    """Part of sealing: each row in which somebody said something, without it, and what stood there."""
    for concern in case.concerns.all():
        text = joined(concern.text, concern.wish, concern.place, concern.happened)
        concern.told, concern.level = None, ""  # nothing shows which way it would have gone
        yield _without(concern, text, "text", "wish", "place", "happened", more=("told", "level"))
    for message in case.messages.all():
        yield _without(message, message.text, "text")
    for event in case.events.exclude(note=""):
        yield _without(event, event.note, "note")
    for reply in case.replies.all():
        yield _without(reply, joined(*reply.texts), "claim", "facts", "decision", "basis", "sent_back_note")
    for review in case.reviews.all():
        text = joined(review.reasons, review.admitted_why, *(getattr(review, name) for name in _REVIEWED))
        yield _without(review, text, "reasons", "admitted_why", *_REVIEWED)
    for letter in case.letters.all():
        text = joined(*(str(part["text"]) for part in letter.parts))
        letter.parts = []
        yield _without(letter, text, more=("parts",))


def files_of(concern: Concern) -> list[str]:
    """What the files are about that a person sent, with the concern and with messages later."""
    return [concern_reference(concern), *(message_reference(one.public_id) for one in concern.messages.all())]


def joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


_Row = TypeVar("_Row", bound=ledger.Committed)
_REVIEWED = ("claim", "facts", "decision", "basis", "instructions", "sent_back_note")


def _without(row: _Row, text: str, *fields: str, more: Iterable[str] = ()) -> tuple[_Row, str]:
    for name in fields:
        setattr(row, name, "")
    row.save(update_fields=[*fields, *more])
    return row, text


def _hide_files(about: str, reference: str) -> list[ledger.Committed]:
    """No page of the case leads to its files any more; they wait for the receiver under the sealed reference."""
    files = list(Attachment.objects.filter(about=about))
    for attachment in files:
        attachment.about = f"sealed-{reference}"
        attachment.save(update_fields=["about"])
    return list(files)
