"""What every action of this room begins and ends with. Private parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, locked
from huiyin.cases.models import Case, Concern
from huiyin.cases.responsible import responsible_post
from huiyin.kernel import store
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.mediation.models import About, Meeting, Participant, Role, Side, Status, Word
from huiyin.mediation.rules import Said
from huiyin.organisations.access import Actor, require

SHORTEST = 2  # characters


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is to take part: what they do, what they are called, where they come from."""

    role: str
    called: str
    comes_from: str = ""


def held(meeting_id: str, version: int, actor: Actor) -> tuple[Meeting, Case]:
    """The meeting and its case for writing, by who may hold it. `Conflict` where somebody did something meanwhile."""
    meeting, case = of(meeting_id)
    if meeting.review is not None:
        require(actor, "review_draft", meeting.review)
    else:
        require(actor, "mediate", meeting)
    if version != meeting.version:
        raise Conflict(
            _("Somebody else has done something with this meeting since you opened the page."),
            _("Look at what stands now; what you typed is kept."),
        )
    return meeting, case


def of(meeting_id: str) -> tuple[Meeting, Case]:
    """Both under their locks, the case first. `Refused` where there is none."""
    store.require_write()
    found = Meeting.objects.filter(public_id=meeting_id).values_list("case_id", flat=True).first()
    if found is None:
        raise Refused
    case = locked(found)
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("organisation", "review__organisation", "review__handler")
        .get(public_id=meeting_id)
    )
    meeting.case = case
    return meeting, case


def of_person(meeting_id: str, concern: Concern) -> tuple[Meeting, Case]:
    """The same for whoever holds the code of a concern of that case."""
    meeting, case = of(meeting_id)
    if concern.case_id != case.pk:
        raise Refused
    return meeting, case


def expect(meeting: Meeting, *statuses: str) -> None:
    if meeting.status not in statuses:
        raise Conflict(_("This can't be done at this point of the meeting."), _("Look at where it stands now."))


def save(meeting: Meeting) -> None:
    """One version more."""
    meeting.version += 1
    meeting.save()


def end(meeting: Meeting, status: Status, at: dt.datetime, result: str = "") -> None:
    meeting.status, meeting.ended_at = status, at
    meeting.result = result or meeting.result
    save(meeting)


def need(text: str, place: str, remedy: str | Promise) -> str:
    """The words without their edges; `BadInput` where there are none."""
    if len(text.strip()) < SHORTEST:
        raise BadInput(place, _("This is still empty."), remedy)
    return text.strip()


def seat(meeting: Meeting, guests: Iterable[Guest]) -> list[Participant]:
    """Write down who takes part."""
    rows = []
    for guest in guests:
        if guest.role not in Role.values or not guest.called.strip():
            raise BadInput("guests", _("Say what each one is called and what they do there."), "")
        rows.append(
            Participant.objects.create(
                meeting=meeting, role=guest.role, called=guest.called.strip(), comes_from=guest.comes_from.strip()
            )
        )
    return rows


def people_of(case: Case) -> list[Concern]:
    """Each person who raised the matter: everybody's word counts, nobody's case is ended by another's."""
    return list(case.concerns.order_by("pk"))


def latest(meeting: Meeting, about: About, number: int = 0) -> list[Said]:
    """The last word of everybody about this."""
    rows = meeting.spoken.filter(about=about, number=number).select_related("concern").order_by("pk")
    return [Said(row.concern.public_id if row.concern else "", row.answer) for row in rows]


def speak(
    meeting: Meeting,
    doing: Doing,
    *,
    about: About,
    side: str,
    answer: str,
    concern: Concern | None,
    how: str,
    text: str = "",
    number: int = 0,
) -> Word:
    """Record one side's word."""
    if side == Side.PERSON and concern is None:
        raise BadInput("side", _("Choose whose word it is."), "")
    return Word.objects.create(
        meeting=meeting,
        about=about,
        number=number,
        side=side,
        concern=concern if side == Side.PERSON else None,
        answer=answer,
        text=text.strip(),
        how=how,
        at=doing.at,
        recorded_by=doing.actor,
        recorded_title=doing.title,
    )


def tell_desk(doing: Doing, title: str | Promise) -> None:
    """Whoever works on the case learns of it."""
    post = responsible_post(doing.case, "handler")
    if post is not None:
        notices.to_post(doing, post.reference, notices.TO_STAFF, in_every_language(title))


def tell_people(doing: Doing, title: str | Promise) -> None:
    """The people who raised it learn that there is something new."""
    notices.to_petitioner(doing, in_every_language(title))


def by_role(participants: Sequence[Participant]) -> str:
    """Who takes part, as letters say it: what they do and where they come from, no names."""
    from huiyin.mediation.wording import ROLES

    lines = []
    for one in participants:
        words = in_every_language(ROLES[one.role])["zh-hans"]
        lines.append(f"{words}（{one.comes_from}）" if one.comes_from else words)
    return "；".join(lines)
