"""What a date of a supervision or of a record does when it strikes: it is told further up, and never stands unwatched."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases import following
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Case
from huiyin.kernel.clocks import registry
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.models import Organisation, Post

from . import rules
from .actions import accounting, parts, signs
from .models import Accountability, Supervision


def register() -> None:
    following.afterwards(signs.follow)
    for kind in (parts.SUBJECT, accounting.SUBJECT):
        registry.on_miss(kind, missed)
        registry.on_remind(kind, remind)
        registry.on_move(kind, moved)


def missed(clock: Clock, at: dt.datetime) -> None:
    """The office's own date: the supervisor looks. The supervisor's date: its head and the next supervisor up look."""
    supervision, case = _of(clock)
    doing = Doing(case, "supervision.missed", "system:clock", "", at)
    own = clock.waits_on != "superior" and clock.name != accounting.DECIDE
    if own:
        owner, name, days = parts.supervisor_of(supervision, case), _looks(clock), rules.JUDGE_DAYS
    else:
        owner, name, days = _higher(supervision.organisation, case, clock.owner), clock.name, rules.HIGHER_DAYS
    subject = (clock.subject_kind, clock.subject_id)
    after = parts.start(subject, name, _title(name), owner, supervision.organisation, at, length=days)
    line = Line(public=_public(clock), data={"title": clock.title, "due": clock.due_on.isoformat()})
    note_only(doing, line=line, rows=[after])
    parts.tell(doing, [owner, clock.owner], _("A date of a supervision was missed"))


def remind(clock: Clock, at: dt.datetime) -> None:
    """Who must act is reminded."""
    _supervision, case = _of(clock)
    doing = Doing(case, "remind", "system:clock", "", at)
    parts.tell(doing, [clock.owner], _("A date of a supervision comes near"))


def moved(clock: Clock, old: dt.date, at: dt.datetime) -> None:
    """A published calendar moved it."""
    _supervision, case = _of(clock)
    doing = Doing(case, "date_moved", "system:calendar", "", at)
    data = {"title": clock.title, "old": old.isoformat(), "new": clock.due_on.isoformat()}
    note_only(doing, line=Line(public=_public(clock), data=data), rows=[clock])


def _of(clock: Clock) -> tuple[Supervision, Case]:
    if clock.subject_kind == accounting.SUBJECT:
        supervision = Accountability.objects.select_related("supervision__organisation__head_post").get(
            public_id=clock.subject_id
        ).supervision  # fmt: skip
    else:
        supervision = Supervision.objects.select_related("organisation__head_post").get(public_id=clock.subject_id)
    case = locked(supervision.case_id)
    supervision.case = case
    return supervision, case


def _public(clock: Clock) -> bool:
    """Records of accountability are no matter of the petitioner's page; a date that a superior missed is."""
    return clock.subject_kind == parts.SUBJECT


def _looks(clock: Clock) -> str:
    return accounting.DECIDE if clock.subject_kind == accounting.SUBJECT else parts.JUDGE


def _title(name: str) -> str | Promise:
    return accounting.TITLES.get(name) or parts.TITLES[name]


def _higher(office: Organisation, case: Case, before: str) -> str:
    """The head of the supervising office first, then the supervisor of the next office up, and so on; at last outside."""
    chain: list[Post] = [office.head_post] if office.head_post is not None else []
    above = office.parent
    while above is not None:
        chain += [
            post
            for post in Post.objects.filter(unit__organisation=above, closed_at=None).order_by("id")
            if "supervisor" in post.roles
        ]
        above = above.parent
    clear = [post.reference for post in chain if not case.excludes(post.pk)]
    later = clear[clear.index(before) + 1 :] if before in clear else clear
    return next(iter(later), f"outside:{office.public_id}")
