"""Tasks when posts change hands. Parts of other rooms' actions, inside their write."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.cases.actions.procedure import locked as locked_case
from huiyin.cases.models import Case
from huiyin.kernel import clocks, ledger, store
from huiyin.organisations.handover import Change
from huiyin.organisations.models import Post
from huiyin.tasks.models import ENDED, OPEN, Task
from huiyin.tasks.responsible import owner_reference

from . import parts


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
