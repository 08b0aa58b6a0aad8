"""A report about a person turned up in an ordinary case: it is sealed, taken out of every list, and sent to who may read it.

What stays here is a pointer (条例 22, 30; a body that is no discipline organ forwards and keeps no contents in the open):
date, seal number, to whom, receipt. Only the post that sealed it knows that there is one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.cases.search import actions as search
from huiyin.kernel import ledger, outbox, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.vault import actions as vault
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Post

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
        case = locked(case_id, version=version)
        require(actor, "seal", case)
        if stands_at(case, ARRIVED):
            raise Conflict(
                _("What is to be sealed is with the office below still."), _("Take it on first, then seal it.")
            )
        if len(seal_number.strip()) < 2:
            raise BadInput("seal_number", _("Give the number of the seal."), _("It stands on the envelope."))
        if len(forwarded_to.strip()) < 2:
            raise BadInput("forwarded_to", _("Name who gets it."), _("For example the county's discipline organ."))
        case.kind, case.claim_channel, case.category = Kind.MISCONDUCT, None, None
        case.handler, case.leader, case.unit = Post.objects.get(pk=actor.post_id), None, None
        case.facts = {**case.facts, "discipline_organ": False, "conflict_free": True}
        rows = _close_contents(case, at)
        case.title = str(in_every_language(_("Sealed"))["zh-hans"])
        case.summary = ""
        outbox.withdraw(about=case.reference)
        search.remove(case)
        doing = Doing.by_staff(case, "seal", actor, at)
        advance(doing, given={"seal_number"}, line=Line(), rows=rows)
        forward = Doing.by_staff(case, "transfer", actor, at)
        line = Line(note=forwarded_to.strip(), data={"seal_number": seal_number.strip()})
        advance(forward, given={"seal_number", "competent_body"}, line=line)
    return case


def also_closes(closer: Closer) -> None:
    """What another room wrote about a case goes under its key too; `closer(case, at)` answers the rows that changed."""
    if closer not in _closers:
        _closers.append(closer)


def _close_contents(case: Case, at: dt.datetime) -> list[ledger.Committed]:
    """Everything that people said goes under the case's own key; what stays in the open is empty, and says so."""
    rows: list[ledger.Committed] = [row for closer in _closers for row in closer(case, at)]
    for concern in case.concerns.all():
        text = "\n\n".join(part for part in (concern.text, concern.wish, concern.place, concern.happened) if part)
        rows.append(vault.seal_text(text=text, about=case.reference, at=at))
        concern.text = concern.wish = concern.place = concern.happened = ""
        concern.told, concern.level = None, ""  # nothing shows which way it would have gone
        concern.save(update_fields=["text", "wish", "place", "happened", "told", "level"])
        rows.append(concern)
        rows.extend(_hide_files(concern_reference(concern), case.reference))
    for message in case.messages.all():
        rows.append(vault.seal_text(text=message.text, about=case.reference, at=at))
        message.text = ""
        message.save(update_fields=["text"])
        rows.append(message)
    for event in case.events.exclude(note=""):
        rows.append(vault.seal_text(text=event.note, about=case.reference, at=at))
        event.note = ""
        event.save(update_fields=["note"])
        rows.append(event)
    return rows


def _hide_files(about: str, reference: str) -> list[ledger.Committed]:
    """No page of the case leads to its files any more; they wait for the receiver under the sealed reference."""
    files = list(Attachment.objects.filter(about=about))
    for attachment in files:
        attachment.about = f"sealed-{reference}"
        attachment.save(update_fields=["about"])
    return list(files)
