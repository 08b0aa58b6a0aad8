"""Somebody who works in the tree turns out to be concerned by a case: they and those around them must not know that it exists.

What they owed in it goes to whoever may know of it, in the same write: here what the casework room gives to posts, and
each room above says what becomes of its own. Nobody who is excluded is told anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Exclusion, Review
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.involvement import Part
from huiyin.cases.models.review import Level, ReviewStatus
from huiyin.cases.responsible import OUTSIDE, clear_office, owner_reference, responsible_post, reviewing_office
from huiyin.kernel import clocks, ledger, outbox, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import Actor, excluded_posts, require
from huiyin.organisations.handover import Change
from huiyin.organisations.models import Appointment, Organisation, Post
from huiyin.organisations.queries import tree_for_exclusion

from . import notices
from .clockwork import SUBJECT
from .involving import involve
from .letters import in_every_language
from .procedure import Doing, Line, locked, note_only, pack_of

Rows = list[ledger.Committed]
OPEN_REVIEWS = (ReviewStatus.LATE, ReviewStatus.ASKED, ReviewStatus.BEGUN, ReviewStatus.SUBMITTED)
IN_REVIEW = {Level.REVIEW: Part.REVIEW, Level.SECOND: Part.SECOND_REVIEW}


@dataclass(frozen=True, slots=True)
class Barred:
    """Who is excluded from now on. The case of `doing` knows of the exclusions already: whoever is asked for next is clear."""

    doing: Doing
    posts: frozenset[int]
    references: frozenset[str]

    @property
    def case(self) -> Case:
        return self.doing.case

    def withdraw(self, about: str) -> None:
        """They read no notice about the thing any more."""
        outbox.withdraw(about=about, to=self.references)

    def hand_over(
        self, kind: str, public_id: str, owner: Callable[[Clock], str], *, all_of_office: bool = False
    ) -> Iterator[Clock]:
        """What they owe there by a date is owed by another from this moment. `all_of_office`: what their colleagues owe too."""
        for clock in clocks.queries.open_rows(kind, public_id):
            if clock.owner in self.references or (all_of_office and clock.owner.startswith(("post:", OUTSIDE))):
                after = owner(clock)
                if after != clock.owner:
                    yield clocks.hand_over(clock, owner=after)


Mover = Callable[[Barred], Iterable[ledger.Committed]]
_movers: list[Mover] = []


def also_moves(mover: Mover) -> None:
    """Where a room lets posts owe something in a case: `mover(barred)` gives it to others, and answers the rows that changed."""
    if mover not in _movers:
        _movers.append(mover)


def exclude(*, actor: Actor, case_id: int, version: int, post: str) -> Case:
    """The case concerns the holder of that post: they, everybody below and their superiors in the office are kept from it.

    It goes to the nearest office above whose head may know of it. Which post it was is stored nowhere.
    """
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "exclude", case)
        if case.kind == Kind.MISCONDUCT:
            raise Refused
        subject = Post.objects.filter(public_id=post).first()
        if subject is None:
            raise BadInput("post", _("Choose the post that it concerns."), "")
        doing = Doing.by_staff(case, "exclude", actor, at)
        rows = bar(doing, excluded_posts(tree_for_exclusion(), subject.pk))
        if rows is None:
            raise BadInput("post", _("They are kept from it already."), _("Choose another post, or go back."))
        note_only(doing, line=Line(data={"from": _handled_at(case)}), rows=rows)
        notices.to_petitioner(doing, in_every_language(_("Who handles your matter")))
    return case


def bar(doing: Doing, posts: Iterable[int]) -> Rows | None:
    """Part of an action: keep these posts from the case. None where they all are already."""
    store.require_write()
    case = doing.case
    new = frozenset(posts) - set(case.exclusions.values_list("post_id", flat=True))
    if not new:
        return None
    Exclusion.objects.bulk_create(Exclusion(case=case, post_id=post) for post in sorted(new))
    names = Post.objects.filter(pk__in=new).values_list("public_id", flat=True)
    barred = Barred(doing, new, frozenset(f"post:{name}" for name in names))
    barred.withdraw(case.reference)
    rows: Rows = list(_own_duties(barred))
    for mover in _movers:
        rows.extend(mover(barred))
    return rows


def when_post_changes(change: Change) -> None:
    """For `organisations.handover.on_change`: who comes to a post brings along what they must not know of."""
    if change.leaving is not None or change.vacant:
        return
    holders = Appointment.objects.filter(post=change.post, ended_at=None).values_list("account_id", flat=True)
    held = Appointment.objects.filter(account_id__in=list(holders)).exclude(post=change.post)
    theirs = Exclusion.objects.filter(post_id__in=list(held.values_list("post_id", flat=True)))
    kept = theirs.exclude(case__exclusions__post=change.post).exclude(case__bucket=Bucket.DONE)
    for key in sorted(set(kept.values_list("case_id", flat=True))):
        doing = Doing(locked(key), "exclude", change.actor, change.actor_title, change.at)
        rows = bar(doing, [change.post.pk])
        note_only(doing, line=Line(public=False, data={"from": _handled_at(doing.case)}), rows=rows or [])


def _own_duties(barred: Barred) -> Iterator[ledger.Committed]:
    """Who handles it and where, who reviews, who sits at its table, and every date of its procedures."""
    case, before = barred.case, barred.case.office
    office = clear_office(case, before)
    goes_up = office is not None and office != before
    if office is not None and goes_up:
        case.worked_by, case.handler = office, None
        case.handler = responsible_post(case, "handler")
        yield involve(barred.doing, office, Part.TAKEN_OVER)
    elif case.handler is not None and case.handler.pk in barred.posts:
        case.handler = None
        after = responsible_post(case, "handler")
        if after is not None and after.unit.organisation_id == before.pk:
            case.handler = after
            case.unit = after.unit if case.worked_by is None else case.unit
    for review in Review.objects.filter(case=case, status__in=OPEN_REVIEWS).select_related("organisation__head_post"):
        yield from _review(barred, review)
    yield from _guests(barred)
    yield from barred.hand_over(SUBJECT, case.public_id, lambda clock: _owner(case, clock))
    if goes_up:
        yield from _with_the_work(case, before)
    notices.to_post(
        barred.doing,
        owner_reference(case, "handler"),
        notices.TO_STAFF,
        in_every_language(_("A case was given to you")),
    )


def _review(barred: Barred, review: Review) -> Iterator[ledger.Committed]:
    """Another post of the reviewing office, or the next office up."""
    case, head = barred.case, review.organisation.head_post
    if review.handler_id in barred.posts:
        review.handler = None
    elif head is None or head.pk not in barred.posts:
        return
    if head is not None and head.pk in barred.posts:
        above = reviewing_office(case, review.level)
        if above is not None and above != review.organisation:
            review.organisation, review.handler = above, None
            if review.level in IN_REVIEW:
                yield involve(barred.doing, above, IN_REVIEW[Level(review.level)])
    review.version += 1
    review.save()
    yield review


def _guests(barred: Barred) -> Iterator[ledger.Committed]:
    """An office whose head must not know of the case sits at its table no longer."""
    for row in barred.case.involvements.filter(until=None, organisation__head_post_id__in=barred.posts):
        row.until = barred.doing.at
        row.save(update_fields=["until"])
        yield row


def _with_the_work(case: Case, before: Organisation) -> Iterator[Clock]:
    """What others of the office owe goes up too: nobody there works on it any more. Only who owes it changes, no day."""
    owners = {post.reference for post in Post.objects.filter(unit__organisation=before)}
    for clock in clocks.queries.open_rows(SUBJECT, case.public_id):
        if clock.owner in owners and clock.waits_on == "office":
            yield clocks.hand_over(clock, owner=_owner(case, clock))


def _owner(case: Case, clock: Clock) -> str:
    """The role that the procedure names, held by whoever may know of the case."""
    track = next(track for track in case.tracks.all() if str(track.pk) == clock.track)
    return owner_reference(case, pack_of(track).deadline(clock.name).owner)


def _handled_at(case: Case) -> str:
    """What the person reads: the office that handles it now; where nobody inside may, the body outside."""
    post = responsible_post(case, "handler")
    return post.unit.organisation.name if post is not None else case.organisation.outside_body_name
