"""A superior takes a case over and works on it itself, and gives it back. The lawful dates stay where they are.

No article names it; it is the superior's own decision, with reasons that the office and the person read.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.involving import involve, leave
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Case
from huiyin.cases.models.case import Bucket
from huiyin.cases.models.involvement import Part
from huiyin.kernel import store, time
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks import queries as clock_queries
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.queries import own_office
from huiyin.supervision.models import TakeOver

from . import parts

SUBJECT = "case"


def can_take_over(actor: Actor, case: Case) -> bool:
    """Whether the actor's office lies above the one whose case it is, and nobody has taken it over yet."""
    above = case.organisation_id != actor.organisation_id
    return above and case.worked_by_id is None and case.bucket not in (Bucket.DONE, Bucket.BEFORE)


def take_over(*, actor: Actor, case_id: int, version: int, handler: str, reasons: str) -> TakeOver:
    """From now on a post of the superior works on it, and what the office owed is owed by that post."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "supervise", case)
        if not can_take_over(actor, case):
            raise Conflict(_("This case can't be taken over now."), _("Look at where it stands."))
        office = own_office(actor)
        post = _post(case, office, handler)
        taken = TakeOver.objects.create(
            case=case, organisation=office, handler=post, handler_before=case.handler, leader_before=case.leader,
            reasons=parts.need_words(reasons, "reasons"), at=at, by=actor.reference, by_title=actor.post_title,
        )  # fmt: skip
        doing = Doing.by_staff(case, "supervision.take_over", actor, at)
        table = involve(doing, office, Part.TAKEN_OVER, post.unit)
        handed = _hand_over(case, case.organisation, post)
        case.worked_by, case.handler, case.leader = office, post, None
        note_only(doing, line=Line(note=taken.reasons, data={"from": office.name}), rows=[taken, table, *handed])
        before = [one.reference for one in (taken.handler_before, taken.leader_before) if one is not None]
        parts.tell(doing, [post.reference], _("A case that your office took over was given to you"))
        parts.tell(doing, [parts.answers_for(case), *before], _("A superior has taken over a case of yours"))
    return taken


def give_back(*, actor: Actor, case_id: int, version: int, reasons: str) -> TakeOver:
    """The office works on it again, from where it stands, with the dates as they are."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        taken = (
            case.take_overs.select_related("organisation", "handler_before", "leader_before")
            .filter(ended_at=None)
            .first()
        )
        if taken is None:
            raise Refused
        require(actor, "supervise", case)
        if not taken.organisation.path.startswith(actor.organisation_path):
            raise Refused
        head = case.organisation.head_post
        if head is not None and case.excludes(head.pk):
            raise Conflict(_("This case can't go back: it stays with an office above."), "")
        taken.given_back_why = parts.need_words(reasons, "reasons")
        taken.ended_at, taken.ended_by = at, actor.reference
        taken.save()
        doing = Doing.by_staff(case, "supervision.give_back", actor, at)
        after = _before_it(case, taken)
        ended = leave(doing, taken.organisation, Part.TAKEN_OVER)
        if case.leader is not None and case.leader.unit.organisation_id == taken.organisation.pk:
            ended += leave(doing, taken.organisation, Part.LEADING)
        case.worked_by, case.handler = None, _clear(case, taken.handler_before)
        case.leader = _clear(case, taken.leader_before)
        handed = _hand_over(case, taken.organisation, after) if after is not None else []
        note_only(
            doing,
            line=Line(note=taken.given_back_why, data={"from": taken.organisation.name}),
            rows=[taken, *ended, *handed],
        )
        told = [after.reference] if after is not None else []
        parts.tell(doing, [*told, parts.answers_for(case)], _("A superior has given a case back to you"))
    return taken


def _hand_over(case: Case, of: Organisation, to: Post) -> list[Clock]:
    """What posts of that office owe is owed by this one. Only who owes it changes, no day."""
    posts = Post.objects.filter(unit__organisation=of)
    owners = {post.reference for post in posts}
    return [
        clocks.hand_over(clock, owner=to.reference)
        for clock in clock_queries.open_rows(SUBJECT, case.public_id)
        if clock.owner in owners and clock.waits_on == "office"
    ]


def _post(case: Case, office: Organisation, public_id: str) -> Post:
    post = (
        Post.objects.select_related("unit")
        .filter(public_id=public_id, unit__organisation=office, closed_at=None)
        .first()
    )
    if post is None or "handler" not in post.roles or "administrator" in post.roles or case.excludes(post.pk):
        raise BadInput("handler", _("Choose a post of your office that can work on it."), "")
    return post


def _before_it(case: Case, taken: TakeOver) -> Post | None:
    """Who had it before, while that post still exists; else the head of the office."""
    before = _clear(case, taken.handler_before)
    return before if before is not None and before.closed_at is None else case.organisation.head_post


def _clear(case: Case, post: Post | None) -> Post | None:
    return post if post is None or not case.excludes(post.pk) else None
