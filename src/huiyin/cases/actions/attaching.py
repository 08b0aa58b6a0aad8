"""A file sent with a message: a part of the case from then on, like the words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.cases.models import Message
from huiyin.kernel import store, time
from huiyin.kernel.errors import Refused
from huiyin.kernel.files import actions as files
from huiyin.kernel.files.models import Attachment

from .procedure import Doing, Line, locked, note_only


def attach(*, message: Message, inspected: Sequence[files.Inspected]) -> list[Attachment]:
    """Files that were looked at already, kept with the person's own message. `BadInput` when there are too many."""
    if not message.from_petitioner:
        raise Refused
    at = time.now()
    with store.write():
        case = locked(message.case_id)
        kept = [files.keep(one, about=message_reference(message.public_id), at=at) for one in inspected]
        doing = Doing.by_petitioner(case, "attach", at, message.concern.public_id if message.concern else "")
        note_only(doing, line=Line(data={"files": len(kept)}), rows=kept)
    return kept


def message_reference(public_id: str) -> str:
    """What the attachments of a message are about."""
    return f"message:{public_id}"
