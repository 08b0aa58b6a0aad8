"""An erasure, or the opening of an identity of a sealed case, that waits for its second person: on the page of the case, and where its notices lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.organisations.access import Actor, may
from huiyin.organisations.queries import two_hands
from huiyin.web.components import Link

from . import sections
from .actions.intake import concern_reference
from .models import Case
from .models.case import Bucket
from .queries.sealed_identity import OPEN


def put_on_pages() -> None:
    sections.for_links(_links)
    sections.for_notices("two-hands", _pages)


def _links(actor: Actor, case: Case) -> Iterable[Link]:
    if not case.sealed and (case.bucket != Bucket.DONE or not may(actor, "close", case)):
        return
    for found in two_hands.about_any(actor, [concern_reference(one) for one in case.concerns.all()]):
        opens = found.row.act == OPEN
        yield Link(
            reverse("organisations:two-hands-one", args=[found.row.public_id]),
            _("Opening the identity waits for a second person") if opens else _("An erasure waits for a second person"),
        )


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one: reverse("organisations:two-hands-one", args=[one]) for one in two_hands.pages(actor, public_ids)}
