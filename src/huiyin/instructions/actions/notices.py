"""Who is told. The words stay in the house: a notice says that there is something."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import in_every_language
from huiyin.instructions.models import HardCase, Instruction
from huiyin.kernel import ids, outbox
from huiyin.organisations.models import Post

TEMPLATE = "instructions/news"
TITLES: dict[str, str | Promise] = {
    "given": _("An instruction was given; you answer for it"),
    "reported": _("The result of your instruction is reported"),
    "word": _("The superior has answered the result that you reported"),
    "back": _("The result of an instruction came back: something is lacking"),
    "task": _("A task of an instruction is reported"),
    "closed": _("An instruction is closed"),
    "due": _("A date of an instruction is near"),
    "late": _("An instruction is late"),
    "hard": _("A hard case was put before you"),
    "hard_near": _("A hard case waits for you, and its date is near"),
    "hard_answered": _("Your hard case has an answer"),
    "hard_passed": _("Your hard case was handed further up"),
    "hard_unanswered": _("A hard case had no answer in time"),
    "hard_discuss": _("A discussion of your hard case was called"),
    "hard_closed": _("What follows from your answer to a hard case is recorded"),
    "hard_take": _("Say what follows from the answer to your hard case"),
}


def tell(thing: Instruction | HardCase, what: str, post: Post | None, *, actor: str, at: dt.datetime) -> None:
    """One notice to one post; none to who did it, nor to who must not know of the case."""
    if post is None or post.reference == actor or thing.excludes(post.pk):
        return
    outbox.owe(
        to=post.reference,
        template=TEMPLATE,
        context={
            "number": thing.public_id,
            "title": in_every_language(TITLES[what]),
            "organisation": thing.organisation.name,
        },
        about=_about(thing),
        key=f"{thing.public_id}:{post.reference}:{ids.public_id()}",
        at=at,
    )


def _about(thing: Instruction | HardCase) -> str:
    """Of a case, where there is just one: what is sealed takes its notices along."""
    if isinstance(thing, HardCase):
        return thing.case.reference
    cases = thing.cases
    return cases[0].reference if len(cases) == 1 else thing.reference
