"""A case is being sealed: what instructions and hard-case reports say of it goes under its key. A part of that action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from huiyin.cases.models import Case
from huiyin.instructions.models import HardCase, HardStatus, HopStatus, Instruction, InstructionCase, InstructionStatus
from huiyin.kernel import clocks, ledger, store
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.vault import actions as vault

from . import informing, story


def close_with_case(case: Case, at: dt.datetime) -> list[ledger.Committed]:
    """Each row that changed. An instruction about several cases loses this one and goes on with the others."""
    store.require_write()
    rows: list[ledger.Committed] = []
    for hard in HardCase.objects.filter(case=case).select_for_update():
        hops = list(hard.hops.all())
        rows += _seal(case, at, [(hard, ("tried", "asks", "follows")), *((hop, ("why", "answer", "to_person", "discuss_with")) for hop in hops)])  # fmt: skip
        hard.hops.filter(status=HopStatus.WAITING).update(status=HopStatus.PASSED)
        hard.status, hard.closed_at = HardStatus.CLOSED, hard.closed_at or at
        hard.save()
        rows += _stop(informing.SUBJECT, hard.public_id, at)
    for link in InstructionCase.objects.filter(case=case, left_at=None):
        instruction = story.of(link.instruction.public_id)
        if len(instruction.cases) == 1:
            rows += _close(case, instruction, at)
        else:
            link.left_at = at
            link.save(update_fields=["left_at"])
            rows.append(link)
        story.save(instruction)
        rows.append(instruction)
    return rows


def _close(case: Case, instruction: Instruction, at: dt.datetime) -> list[ledger.Committed]:
    steps, events = list(instruction.steps.all()), list(instruction.events.exclude(note=""))
    parts = [
        (instruction, ("subject", "text", "must", "result", "word", "found")),
        *((step, ("text", "found")) for step in steps),
        *((event, ("note",)) for event in events),
    ]
    rows = _seal(case, at, parts)
    instruction.status, instruction.closed_at = InstructionStatus.CLOSED, instruction.closed_at or at
    for attachment in Attachment.objects.filter(about=instruction.reference):
        attachment.about = f"sealed-{case.reference}"
        attachment.save(update_fields=["about"])
        rows.append(attachment)
    return [*rows, *_stop(story.SUBJECT, instruction.public_id, at)]


def _seal(
    case: Case, at: dt.datetime, parts: Sequence[tuple[ledger.Committed, tuple[str, ...]]]
) -> list[ledger.Committed]:
    """The words of these fields under the key of the case; the fields themselves are empty after."""
    words = [text for row, names in parts for name in names if (text := getattr(row, name))]
    rows: list[ledger.Committed] = (
        [vault.seal_text(text="\n\n".join(words), about=case.reference, at=at)] if words else []
    )
    for row, names in parts:
        for name in names:
            setattr(row, name, "")
        row.save(update_fields=list(names))
        rows.append(row)
    return rows


def _stop(kind: str, public_id: str, at: dt.datetime) -> list[ledger.Committed]:
    return [clocks.stop(clock, at=at, because="cases.seal") for clock in clocks.queries.open_rows(kind, public_id)]
