"""Somebody must not know of a case any more: its meetings are held by others. Parts of that action."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices
from huiyin.cases.actions.excluding import Barred
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, tell
from huiyin.cases.responsible import clear_office, responsible_post
from huiyin.kernel import ledger
from huiyin.mediation.models import OPEN, Meeting, Participant, Role
from huiyin.organisations.models import Account, Post

from .parts import of, save

OF_OFFICE = (Role.MEDIATOR, Role.CHAIR, Role.MEMBER)


def when_barred(barred: Barred) -> Iterator[ledger.Committed]:
    """Each meeting to come. Both sides read by whom it is held now; the person's own part in it stays as it is."""
    titles, names = _called(barred)
    found = Meeting.objects.filter(case=barred.case, status__in=OPEN).order_by("pk")
    for public_id in list(found.values_list("public_id", flat=True)):
        meeting, _case = of(public_id)
        meeting.case = barred.case
        seats = [row for row in meeting.participants.filter(role__in=OF_OFFICE) if _is_one(row, titles, names)]
        former = meeting.organisation
        meeting.organisation = clear_office(barred.case, former) or former
        if not seats and meeting.organisation == former:
            continue
        save(meeting)
        yield meeting
        yield from _sit_elsewhere(barred, seats)
        yield _told(barred, meeting)


def _called(barred: Barred) -> tuple[frozenset[str], frozenset[str]]:
    titles = Post.objects.filter(pk__in=barred.posts).values_list("title", flat=True)
    names = Account.objects.filter(appointments__post_id__in=barred.posts).values_list("display_name", flat=True)
    return frozenset(titles), frozenset(name for name in names if name)


def _is_one(row: Participant, titles: frozenset[str], names: frozenset[str]) -> bool:
    """Whether the seat was given to one of them, by name or by post."""
    return row.called in titles or any(name in row.called for name in names)


def _sit_elsewhere(barred: Barred, seats: list[Participant]) -> Iterator[ledger.Committed]:
    """Who answers for the case now sits there, until the office names another."""
    post = responsible_post(barred.case, "handler")
    for row in seats:
        row.called = post.title if post is not None else barred.case.organisation.outside_body_name
        row.comes_from = post.unit.organisation.name if post is not None else ""
        row.save(update_fields=["called", "comes_from"])
        yield row


def _told(barred: Barred, meeting: Meeting) -> ledger.Committed:
    case, doing = barred.case, barred.doing
    line = Doing(case, "mediation.held_by_others", doing.actor, doing.title, doing.at)
    post = responsible_post(case, "handler")
    if post is not None:
        title = in_every_language(_("A meeting of a case is held by you now"))
        notices.to_post(line, post.reference, notices.TO_STAFF, title)
    return tell(line, Line(data={"from": meeting.organisation.name}))
