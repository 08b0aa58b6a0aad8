"""Who is told of what happens to a task. The words stay in the house: a notice says that there is something."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import in_every_language
from huiyin.kernel import ids, outbox
from huiyin.tasks.models import Task
from huiyin.tasks.responsible import owner_of, post_of

TEMPLATE = "tasks/task"
TITLES: dict[str, str | Promise] = {
    "give": _("A task was given to you"),
    "hand_to": _("A task was given to you"),
    "acknowledge": _("Your task was acknowledged"),
    "report": _("A task is reported; look whether it is done"),
    "accept": _("Your report was accepted"),
    "send_back": _("Your report came back"),
    "withdraw": _("A task was withdrawn"),
    "remind": _("A task is due soon"),
    "missed": _("A task is late"),
    "unjudged": _("A report waits for its answer, and the time for it has passed"),
}


def tell(task: Task, verb: str, reference: str, *, actor: str, at: dt.datetime) -> None:
    """One notice to one post; none to who did it, to an office outside, or to who must not know of the case."""
    post = None if reference == actor or not reference.startswith("post:") else post_of(reference)
    if post is None or task.excludes(post.pk):
        return
    outbox.owe(
        to=reference,
        template=TEMPLATE,
        context={
            "task": task.public_id,
            "title": in_every_language(TITLES[verb]),
            "organisation": task.given_organisation.name,
        },
        about=task.case.reference if task.case else task.reference,
        key=f"{task.public_id}:{reference}:{ids.public_id()}",
        at=at,
    )


def tell_receiver(task: Task, verb: str, *, actor: str, at: dt.datetime) -> None:
    """Who owes it; while nobody is named, the desk and the head."""
    owner = owner_of(task)
    told = {owner.reference} if owner else set()
    if task.post is None and task.organisation.head_post is not None:
        told.add(task.organisation.head_post.reference)
    for reference in sorted(told):
        tell(task, verb, reference, actor=actor, at=at)
