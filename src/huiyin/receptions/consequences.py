"""What the clocks of receptions do when they strike: an unanswered wish, minutes not shown, an invitation not acknowledged."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.actions import notices
from huiyin.cases.actions.procedure import Doing, Line, moved_line, note_only
from huiyin.cases.responsible import superior_of_handler
from huiyin.kernel import ids, ledger, outbox
from huiyin.kernel.clocks import registry
from huiyin.kernel.clocks.models import Clock

from .actions import joint, parts
from .models import Invitation, Reception


def register() -> None:
    """Called when the room is ready."""
    registry.on_miss(parts.SUBJECT, missed)
    registry.on_move(parts.SUBJECT, moved)
    registry.on_miss(parts.INVITED, joint.not_acknowledged)
    registry.on_move(parts.INVITED, moved)


def missed(clock: Clock, at: dt.datetime) -> None:
    """The superior is told, and the person by a line of their page."""
    reception = parts.locked_reception(clock.subject_id, None)
    title = dict(clock.title)
    if reception.case is None:
        ledger.record(
            verb="receptions.missed", actor="system:clock", about=reception.reference, at=at, commits=[reception]
        )
        head = reception.organisation.head_post
        for reference in {clock.owner, head.reference if head else ""} - {""}:
            outbox.owe(
                to=reference, template="receptions/missed",
                context={"title": title, "organisation": reception.organisation.name},
                about=reception.reference, key=f"{reception.public_id}:{reference}:{ids.public_id()}", at=at,
            )  # fmt: skip
        return
    doing = Doing(reception.case, "missed", "system:clock", "", at, parts.whose(reception))
    told = superior_of_handler(reception.case)
    for reference in {clock.owner, told.reference if told else ""} - {""}:
        notices.to_post(doing, reference, notices.MISSED, title)
    notices.to_petitioner(doing, title)
    line = Line(
        data={
            "clock": clock.public_id,
            "title": title,
            "due": clock.due_on.isoformat(),
            "told": told.title if told else "",
        }
    )
    note_only(doing, line=line, rows=[reception])


def moved(clock: Clock, old: dt.date, at: dt.datetime) -> None:
    """Holidays were published: who was told the old date sees the new one."""
    found = _case_reception(clock)
    if found is None or found.case is None:
        return
    doing = Doing(found.case, "date_moved", "system:calendar", "", at, parts.whose(found))
    note_only(doing, line=moved_line(clock, old), rows=[clock])


def _case_reception(clock: Clock) -> Reception | None:
    if clock.subject_kind == parts.INVITED:
        row = Invitation.objects.select_related("reception").filter(public_id=clock.subject_id).first()
        return parts.locked_reception(row.reception.public_id, None) if row else None
    return parts.locked_reception(clock.subject_id, None)
