"""What this room puts on the page of a case: the way to its dossier, once it has ended."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import sections
from huiyin.cases.actions import erasure, sealing
from huiyin.cases.models import Case
from huiyin.organisations.access import Actor, may
from huiyin.web.components import Link

from . import rules
from .actions import making


def register() -> None:
    """Called when the room is ready."""
    sections.for_links(_links)
    sealing.also_closes(making.drop_package)
    erasure.also_erases(making.drop_of_concern)


def _links(actor: Actor, case: Case) -> Iterable[Link]:
    if rules.case_may(case.bucket) and may(actor, "dossier", case):
        yield Link(reverse("archive:of_case", args=[case.public_id]), _("Make the dossier"), icon="book", key="dossier")
