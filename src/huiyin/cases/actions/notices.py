"""What is owed to whom when a case moves. Contents never leave the house: a notice says that there is something new."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from huiyin.cases.dates_for_staff import title_for_staff
from huiyin.cases.models import Case
from huiyin.cases.responsible import OUTSIDE, owner_reference, superior_of_handler
from huiyin.cases.rules import MACHINE_WAYS
from huiyin.kernel import ids, outbox
from huiyin.kernel.vault.queries import channels_of
from huiyin.procedures.schema import Notice, Pack

if TYPE_CHECKING:
    from huiyin.kernel.clocks.models import Clock

    from .procedure import Doing

TO_PETITIONER = "cases/petitioner"
TO_STAFF = "cases/staff"
MISSED = "cases/missed"
REMINDER = "cases/reminder"
STAFF_ROLES = {
    "handler": "handler",
    "superior": "superior",
    "second-superior": "second-superior",
    "discipline": "discipline",
}


def owe(doing: Doing, pack: Pack, notices: Iterable[Notice]) -> None:
    """The notices of a step, each to its own people."""
    for notice in notices:
        title = {"en": notice.title.en, "zh-hans": notice.title.zh_hans, "zh-hant": notice.title.zh_hant}
        if notice.to == "petitioner":
            to_petitioner(doing, title)
        elif notice.to in STAFF_ROLES:
            to_post(doing, owner_reference(doing.case, STAFF_ROLES[notice.to]), TO_STAFF, title)


def to_petitioner(doing: Doing, title: dict[str, str]) -> None:
    """To each person of the case who chose a way that the machine goes, and proved the address; the status page tells the
    others. What is about one of them goes to that one alone.
    """
    asked = [one for one in doing.case.concerns.all() if one.left_at is None and one.contact_by in MACHINE_WAYS]
    for concern in asked:
        if doing.concern in ("", concern.public_id) and concern.contact_by in channels_of(concern.identity):
            outbox.owe(
                to=f"vault:{concern.identity}",
                template=TO_PETITIONER,
                context=_context(doing.case, title) | {"language": concern.language},
                about=doing.case.reference,
                key=f"{doing.case.public_id}:{concern.public_id}:{ids.public_id()}",
                channel=concern.contact_by,
                at=doing.at,
            )


def to_post(doing: Doing, reference: str, template: str, title: dict[str, str]) -> None:
    """To whoever holds a post. An outside body has no inbox here: its notice is a letter."""
    if reference.startswith(OUTSIDE) or reference == doing.actor:
        return
    if any(exclusion.post.reference == reference for exclusion in doing.case.exclusions.all()):
        return  # who must not know of the case gets no word of it
    outbox.owe(
        to=reference,
        template=template,
        context=_context(doing.case, title),
        about=doing.case.reference,
        key=f"{doing.case.public_id}:{reference}:{ids.public_id()}",
        at=doing.at,
    )


def tell_superior(doing: Doing, clock: Clock, role: str) -> str:
    """Who is told of a missed date: by the pack's role where it names one above the office, else the handler's superior.

    Answers the title of the post that was told; empty where only an outside body is left.
    """
    case = doing.case
    post = superior_of_handler(case)
    reference = owner_reference(case, role) if role in ("superior", "second-superior", "outside-body") else ""
    title = dict(clock.title)
    told = {reference, post.reference if post else ""} - {""} | (
        {clock.owner} if clock.owner.startswith("post:") else set()
    )
    for reference_told in sorted(told):
        to_post(doing, reference_told, MISSED, title_for_staff(clock.name, title))
    to_petitioner(doing, title)
    return post.title if post else ""


def remind(case: Case, clock: Clock, doing: Doing) -> None:
    """Before a date: whoever must act by then. The petitioner's own dates are told to the petitioner."""
    title = dict(clock.title)
    if clock.owner == "petitioner":
        to_petitioner(doing, title)
    else:
        to_post(doing, clock.owner, REMINDER, title_for_staff(clock.name, title))


def _context(case: Case, title: dict[str, str]) -> dict[str, object]:
    return {"case": case.public_id, "title": title, "organisation": case.organisation.name}
