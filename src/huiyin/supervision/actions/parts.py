"""What every act of this room needs: its rows under lock, its dates, who is told. Private parts; the caller's write is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, locked
from huiyin.cases.models import Case
from huiyin.cases.responsible import clear_office
from huiyin.kernel import store, time
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks import queries as clock_queries
from huiyin.kernel.clocks.facts import Reminder, Unit
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Organisation, Post
from huiyin.supervision import rules
from huiyin.supervision.models import Supervision
from huiyin.supervision.models.supervision import Status

SUBJECT = "supervision"
LOOK, ANSWER, JUDGE = "look", "answer", "judge"
TITLES: dict[str, str | Promise] = {
    LOOK: _("Look at what was asked, and say what you do"),
    ANSWER: _("Answer the supervision in writing"),
    JUDGE: _("Look at the answer, and say whether it is enough"),
}
LONGEST_TEXT = 10_000


def locked_supervision(public_id: str, version: int) -> tuple[Supervision, Case]:
    """For writing; `Conflict` when somebody else has done something since the page was shown."""
    store.require_write()
    case_id = Supervision.objects.filter(public_id=public_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Refused
    case = locked(case_id)
    supervision = Supervision.objects.select_related("organisation__head_post").get(public_id=public_id)
    supervision.case = case
    if supervision.version != version:
        raise Conflict(
            _("Somebody else has worked on this supervision since you opened the page."),
            _("Look at what stands there now; what you typed is still here."),
        )
    return supervision, case


def save(supervision: Supervision, status: str = "") -> None:
    """One version more."""
    supervision.status = status or supervision.status
    supervision.version += 1
    supervision.save()


def expect(supervision: Supervision, *statuses: str) -> None:
    """`Conflict` where it stands elsewhere."""
    if supervision.status not in statuses:
        raise Conflict(_("This can't be done at this point of the supervision."), _("Look at where it stands now."))


def require_supervisor(actor: Actor, supervision: Supervision) -> None:
    """Of the supervising office or above it. Being that, may still not know of the case: `may` asks that first."""
    require(actor, "supervise", supervision)


def need_words(text: str, place: str) -> str:
    """What was written, whole."""
    if len(text.strip()) < 2:
        raise BadInput(place, _("This is still empty."), _("Write it in a sentence or two."))
    if len(text) > LONGEST_TEXT:
        raise BadInput(place, _("It is too long."), _("Put the rest into the file of the case."))
    return text.strip()


def need_day(due_on: dt.date | None, at: dt.datetime, office: Organisation) -> dt.date:
    """A day by which something must be done: from tomorrow on, and so near that somebody still waits."""
    today = at.astimezone(time.zone_of(office.zone)).date()
    if due_on is None or rules.too_far(due_on, today):
        raise BadInput(
            "due_on",
            _("This day does not fit."),
            _("Give a day from tomorrow on, at most %(days)d days away.") % {"days": rules.LONGEST_DAYS},
        )
    return due_on


def start(
    subject: tuple[str, str], name: str, title: str | Promise, owner: str, office: Organisation, at: dt.datetime,
    *, length: int, unit: Unit = "working-days",
) -> Clock:  # fmt: skip
    """A date of the office's own. It says so: no article has a number for it."""
    return clocks.start(
        subject_kind=subject[0], subject_id=subject[1], name=name, title=in_every_language(title), owner=owner, started_at=at,
        length=length, unit=unit, region=office.region, zone=office.zone, roll=False, own_rule=True,
        waits_on="superior" if name in (LOOK, JUDGE) else "office", reminders=[Reminder(2, "days")],
    )  # fmt: skip


def start_until(
    subject: tuple[str, str],
    name: str,
    title: str | Promise,
    owner: str,
    office: Organisation,
    at: dt.datetime,
    due_on: dt.date,
) -> Clock:
    """The same, up to a day that somebody has set."""
    today = at.astimezone(time.zone_of(office.zone)).date()
    return start(subject, name, title, owner, office, at, length=(due_on - today).days, unit="days")


def dates_of(supervision: Supervision) -> tuple[str, str]:
    return SUBJECT, supervision.public_id


def end(subject: tuple[str, str], at: dt.datetime, because: str, *, met: Iterable[str]) -> list[Clock]:
    """Every open date of the thing ends: those named were kept, the others have lost their object."""
    names = frozenset(met)
    return [
        clocks.meet(clock, at=at, because=because)
        if clock.name in names
        else clocks.stop(clock, at=at, because=because)
        for clock in clock_queries.open_rows(*subject)
    ]


def supervisor_of(supervision: Supervision, case: Case) -> str:
    """Who answers for it at the supervising office: the post that does this work and may know of the case."""
    posts = Post.objects.filter(unit__organisation=supervision.organisation, closed_at=None).order_by("id")
    clear = [post for post in posts if not case.excludes(post.pk)]
    found = next((post for post in clear if "supervisor" in post.roles), None)
    head = supervision.organisation.head_post
    if found is None and head is not None and not case.excludes(head.pk):
        found = head
    return found.reference if found else f"outside:{supervision.organisation.public_id}"


def answers_for(case: Case) -> str:
    """Who answers at the office whose case it is: its head; where the head must not know of it, the next one up."""
    office = clear_office(case, case.organisation)
    if office is None or office.head_post is None:
        return f"outside:{case.organisation.public_id}"
    return office.head_post.reference


def tell(doing: Doing, references: Iterable[str], title: str | Promise) -> None:
    """Each post once."""
    for reference in dict.fromkeys(references):
        if reference.startswith("post:"):
            notices.to_post(doing, reference, notices.TO_STAFF, in_every_language(title))


def still_late(case: Case) -> bool:
    """Whether a date of the office is beyond its day and still owed."""
    owed = clock_queries.open_rows("case", case.public_id)
    return any(
        clock.missed_at is not None and clock.waits_on == "office" and not clock.name.startswith(rules.SUPERIORS_OWN)
        for clock in owed
    )


OPEN = (Status.WAITING, Status.ASKED, Status.ANSWERED)
