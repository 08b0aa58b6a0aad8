"""Tasks when posts change hands. Parts of other rooms' actions, inside their write."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.cases.actions.excluding import Barred
from huiyin.cases.actions.procedure import locked as locked_case
from huiyin.cases.models import Case
from huiyin.cases.responsible import clear_office, clear_post
from huiyin.kernel import clocks, ledger, store
from huiyin.organisations.handover import Change
from huiyin.organisations.models import Post
from huiyin.tasks.models import ENDED, OPEN, Task
from huiyin.tasks.responsible import OUTSIDE, owner_reference

from . import notices, parts


def answer_to(*, case: Case, origin: str, former: Post, post: Post) -> Iterator[ledger.Committed]:
    """What `former` asked in a case is answered to another post from now on, and judged there."""
    store.require_write()
    asked = Task.objects.select_for_update().filter(case=case, origin=origin, given_by=former.reference)
    for task in asked.exclude(status__in=ENDED).order_by("id"):
        task.given_by, task.given_title = post.reference, post.title
        task.given_organisation, task.given_unit = post.unit.organisation, post.unit
        parts.save(task)
        yield task
        yield from (clocks.hand_over(clock, owner=post.reference) for clock in parts.open_clocks(task, parts.JUDGE))


def when_empty(change: Change) -> None:
    """Nobody holds the post: what it was asked is back with its office, whose desk or head owes it from this moment."""
    if not change.vacant:
        return
    left = Task.objects.filter(post=change.post, status__in=OPEN).order_by("id")
    for public_id in list(left.values_list("public_id", flat=True)):
        task = parts.locked(public_id)
        if task.case is not None:
            task.case = locked_case(task.case.pk)
        task.post = None
        parts.save(task)
        owner = owner_reference(task)
        rows: list[ledger.Committed] = [
            clocks.hand_over(clock, owner=owner) for clock in parts.open_clocks(task, parts.DO)
        ]
        parts.record(task, "left", change.actor, change.actor_title, change.at, rows=rows)


def when_barred(barred: Barred) -> Iterator[ledger.Committed]:
    """Who must not know of the case owes no task of it and judges none: the office owes it, else the one above."""
    doing = barred.doing
    found = Task.objects.filter(case=barred.case).exclude(status__in=ENDED).order_by("id")
    for public_id in list(found.values_list("public_id", flat=True)):
        task = parts.locked(public_id)
        task.case = barred.case
        moved = _receiver_moves(task, barred)
        if not (_giver_moves(task, barred) or moved):
            continue
        parts.save(task)
        owner = owner_reference(task)
        yield task
        yield parts.happened(task, "moved", doing.actor, doing.title, doing.at)
        yield from (clocks.hand_over(clock, owner=owner) for clock in parts.open_clocks(task, parts.DO))
        yield from (clocks.hand_over(clock, owner=task.given_by) for clock in parts.open_clocks(task, parts.JUDGE))
        if moved and task.status in OPEN:
            notices.tell_receiver(task, "hand_to", actor=doing.actor, at=doing.at)


def _receiver_moves(task: Task, barred: Barred) -> bool:
    before = (task.organisation_id, task.post_id)
    if task.post_id in barred.posts:
        task.post = None
    if task.organisation.head_post_id in barred.posts:
        task.organisation = clear_office(barred.case, task.organisation) or task.organisation
        task.post = task.post if task.organisation_id == before[0] else None
    return before != (task.organisation_id, task.post_id) or any(
        clock.owner in barred.references for clock in parts.open_clocks(task, parts.DO)
    )


def _giver_moves(task: Task, barred: Barred) -> bool:
    if task.given_by not in barred.references:
        return False
    post = clear_post(barred.case, task.given_organisation)
    if post is None:
        task.given_by = f"{OUTSIDE}:{task.given_organisation.public_id}"
        return True
    task.given_by, task.given_title = post.reference, post.title
    task.given_organisation, task.given_unit = post.unit.organisation, post.unit
    return True
