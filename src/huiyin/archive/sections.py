"""What this room puts on the page of a case: the way to its dossier, once it has ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import copies_outside, sections
from huiyin.cases.actions import erasure, sealing
from huiyin.cases.models import Case
from huiyin.organisations.access import Actor, may
from huiyin.web.components import Link

from . import rules
from .actions import making
from .dossiers.words import day
from .queries import transfers


def register() -> None:
    """Called when the room is ready."""
    sections.for_links(_links)
    sealing.also_closes(making.drop_package)
    erasure.also_erases(making.drop_of_concern)
    copies_outside.register(copies_of)


def _links(actor: Actor, case: Case) -> Iterable[Link]:
    if rules.case_may(case.bucket) and may(actor, "dossier", case):
        yield Link(reverse("archive:of_case", args=[case.public_id]), _("Make the dossier"), icon="book", key="dossier")


def copies_of(case: Case) -> Iterator[str]:
    """For the page on which a case is sealed: dossiers that were given out. What lies here goes with it."""
    signed, others = transfers.given_out(case)
    for one in signed:
        yield _("Its dossier was handed over: %(to)s, slip %(receipt)s. Ask for it back in writing.") % {
            "to": one.to, "receipt": one.receipt,
        }  # fmt: skip
    for row in others:
        yield _("A dossier of it was made for %(post)s on %(day)s. Whoever has taken it destroys it, or gives it to the readers.") % {
            "post": row.asked_title, "day": day(row.asked_at, case.organisation.zone),
        }  # fmt: skip
