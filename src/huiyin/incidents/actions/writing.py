"""What people see and do, line by line. A line is never changed: what was wrong is corrected by another one."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from huiyin.incidents.models import LogEntry, LogKind
from huiyin.kernel import store, vault
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.files.actions import Inspected
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor

from . import parts
from .parts import NOW, Doing, When


def note(
    *,
    actor: Actor,
    incident_id: str,
    text: str,
    personal: str = "",
    pictures: Sequence[Inspected] = (),
    when: When = NOW,
    of: str = "",
) -> LogEntry:
    """One line, with pictures. `personal`: names and numbers of people, sealed for this response and destroyed after it.

    `of`: the `client_id` of the line that these pictures belong to, where a phone sends them after its words.
    """
    with store.write():
        act = parts.doing("note", actor, incident_id, "incident_write", when)
        if (before := parts.sent_before(act, of)) is not None:
            return before
        entry = noted(act, text, personal, pictures, of)
        act.end()
    return entry


def noted(act: Doing, text: str, personal: str = "", pictures: Sequence[Inspected] = (), of: str = "") -> LogEntry:
    """Part of an action: one line, also after the end, until the review is written."""
    not_reviewed(act)
    words = text.strip()
    if not words and not pictures and not personal.strip():
        written("text", words, _("Write what you saw or did."), longest=2000)
    words = without_numbers(words)
    kept = parts.kept(act, pictures)
    said, data = ("pictures" if kept else "personal_only"), {"files": len(kept)} if kept else {}
    belongs = LogEntry.objects.filter(incident=act.incident, client_id=of).first() if kept and of else None
    if belongs is not None:
        said, data = "pictures_to", data | {"position": belongs.position}
    return parts.log(
        act, LogKind.NOTE, said="" if words else said, text=words, data=data, sealed=sealed(act, personal), files=kept
    )


def correct(*, actor: Actor, incident_id: str, position: int, text: str, when: When = NOW) -> LogEntry:
    """Another line that says what was wrong in an earlier one. Both stay."""
    with store.write():
        act = parts.doing("correct", actor, incident_id, "incident_write", when)
        if (before := parts.sent_before(act)) is not None:
            return before
        wrong = LogEntry.objects.filter(incident=act.incident, position=position).first()
        if wrong is None:
            raise Refused
        not_reviewed(act)
        words = without_numbers(written("text", text, _("Write how it was."), longest=2000))
        entry = parts.log(act, LogKind.CORRECTION, text=words, corrects=wrong, data={"position": position})
        act.end()
    return entry


def sealed(act: Doing, text: str) -> str:
    """Part of an action: what is kept of people goes under the incident's own key. Answers the sealed text's public id."""
    words = text.strip()
    if not words:
        return ""
    if act.incident.data_destroyed_at is not None:
        raise BadInput(
            "personal",
            _("The personal data of this response was destroyed; none is taken any more."),
            _("Write it where it belongs, outside of this incident."),
        )
    row = vault.seal_text(text=words[:2000], about=act.incident.reference, at=act.at)
    act.rows.append(row)
    return row.public_id


def not_reviewed(act: Doing) -> None:
    """Part of an action: lines are taken in after the end too, until the review is written."""
    if act.incident.status == "reviewed":
        parts.running(act.incident)


def without_numbers(text: str) -> str:
    """Part of an action. Telephone and identity numbers do not belong into a log that is kept for ever."""
    if vault.holds_personal_number(text):
        raise BadInput(
            "text",
            _("There is a telephone or identity number in this line, and the log is kept for ever."),
            _("Put it into “About people”: that is destroyed after the response."),
        )
    return text
