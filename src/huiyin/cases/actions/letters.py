"""Written notices (告知书、意见书): the words as they were sent, numbered and dated, with the way up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Concern, Letter, Reply
from huiyin.cases.models.case import Kind
from huiyin.documents import actions as documents
from huiyin.documents import kinds
from huiyin.documents.kinds import LetterKind, in_every_language
from huiyin.kernel import time
from huiyin.organisations.models import Organisation

from . import posting_parts

if TYPE_CHECKING:
    from .procedure import Doing

__all__ = ["HEADINGS", "KINDS", "Part", "in_every_language", "write_letter"]

REPLIED = _("This is the reply.")
DECIDED = _("This is the decision.")

KINDS: tuple[LetterKind, ...] = (
    LetterKind("notify", _("Notice of receipt"), "收", ("path",)),
    LetterKind("accept", _("Notice of acceptance"), "受", ("answer_by", "rests_on", "note")),
    LetterKind("refuse", _("Notice of non-acceptance"), "不受", ("reason", "competent")),
    LetterKind("transfer", _("Notice of transfer"), "转", ("reason", "competent")),
    LetterKind("assign_down", _("Notice of assignment"), "交", ("reason", "answers", "report_on")),
    LetterKind("refer_up", _("Notice of referral to the level above"), "呈", ("reason", "decides")),
    LetterKind("channel", _("Notice of the lawful procedure"), "导", ("procedure",)),
    LetterKind("extend", _("Notice of extension"), "延", ("reason", "due")),
    LetterKind(
        "reply",
        _("Written opinion on a petition matter"),
        "答",
        ("claim", "facts", "decision", "basis", "recourse"),
        REPLIED,
    ),
    LetterKind("suggestion", _("Reply to a suggestion"), "建", ("claim", "facts", "decision"), REPLIED),
    LetterKind("carry_out", _("Notice of carrying out"), "办", ("plan",)),
    LetterKind(
        "review", _("Review opinion"), "复查", ("asked", "claim", "facts", "decision", "basis", "recourse"), REPLIED
    ),
    LetterKind(
        "second-review",
        _("Second review opinion"),
        "复核",
        ("asked", "claim", "facts", "decision", "basis"),
        REPLIED,
    ),
    LetterKind(
        "panel",
        _("Decision of the panel"),
        "评",
        ("asked", "panel", "claim", "facts", "decision", "basis", "recourse"),
        DECIDED,
    ),
    LetterKind("competence", _("Decision on who is competent"), "定", ("reason",), DECIDED),
    LetterKind("late_answer", _("Answer to a late request for review"), "逾", ("reason", "ways")),
    LetterKind("late_admitted", _("A late request for review is taken on"), "逾受", ("reason",)),
    LetterKind("joined", _("Notice that it is handled together with the same matter"), "并", ("path", "reason")),
    LetterKind("split", _("Notice that it is handled by itself again"), "分", ("reason",)),
    LetterKind("objection", _("Decision on an objection to non-acceptance"), "异", ("reason", "ways"), DECIDED),
)
HEADINGS: dict[str, str | Promise] = {
    "note": _("What you should know"),
    "answer_by": _("By when you get the answer"),
    "rests_on": _("What this date rests on"),
    "claim": _("What you ask for"),
    "facts": _("What was found, and why"),
    "decision": _("What is decided"),
    "basis": _("The basis"),
    "reason": _("The reason"),
    "due": _("The new date"),
    "path": _("Who handles it"),
    "procedure": _("How it is handled"),
    "competent": _("Who is competent"),
    "answers": _("Who handles it and answers you"),
    "decides": _("Who decides whether it takes it on; until then we answer for it"),
    "report_on": _("By when that office reports the result to us"),
    "plan": _("What is done, by whom, by when"),
    "asked": _("What you asked for"),
    "outcome": _("What the review comes to"),
    "instructions": _("What the office must do now"),
    "panel": _("Who was on the panel"),
    "ways": _("What else is open to you"),
    "recourse": _("If you don't agree"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One section. `heading` is a key that the page puts into words in the reader's language."""

    heading: str
    text: str


def write_letter(
    doing: Doing,
    kind: str,
    parts: Sequence[Part],
    *,
    reply: Reply | None = None,
    office: Organisation | None = None,
    outcome: str = "",
    concern: Concern | None = None,
) -> Letter:
    """Part of an action, which commits the row: numbered, dated, in the words that the office's templates have now.

    `kind` is registered with `documents.kinds`. `office`: who signs it, where it is not the case's own office.
    `outcome`: what it comes to (条例 32); the decision begins with these words. `concern`: whose alone it is; nobody else
    of those who share the case is shown it.
    """
    signs = office or doing.case.office
    letter = Letter.objects.create(
        case=doing.case,
        concern=concern,
        kind=kind,
        title=in_every_language(kinds.find(kind).title),
        number=_number(doing, kind, signs),
        at=doing.at,
        signed_by=signs.name,
        parts=[asdict(part) for part in parts],
        frame=documents.keep_frame(signs, kind, [*(part.heading for part in parts), *([outcome] if outcome else [])]),
        reply=reply,
    )
    posting_parts.owe(doing, letter)
    return letter


def _number(doing: Doing, kind: str, signs: Organisation) -> str:
    """Of the office's series; of the case's own where somebody must not know of it: no gap elsewhere tells of it."""
    case = doing.case
    if case.kind == Kind.MISCONDUCT or case.exclusions.exists():
        year = doing.at.astimezone(time.zone_of(signs.zone)).year
        return f"{signs.short_name}〔{year}〕{case.public_id}-{case.letters.count() + 1}"
    return documents.take_number(signs, kind, doing.at)
