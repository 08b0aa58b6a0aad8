"""What this room puts on other pages: holds of a case, and the day from which a person's matter is destroyed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import sections
from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Bucket
from huiyin.organisations.access import Actor, may
from huiyin.web.components import Link

from . import wording
from .queries import held, pages


def register() -> None:
    """Called when the room is ready."""
    sections.for_links(_links)
    sections.for_staff(_on_case)
    sections.for_public(_on_status)
    sections.for_public(_copy)
    sections.for_notices("destruction", _pages)
    sections.for_notices("schedule", _schedules)
    wording.register()


def _links(actor: Actor, case: Case) -> Iterable[Link]:
    if case.bucket == Bucket.DONE and may(actor, "retention_hold", case):
        yield Link(reverse("retention:hold_case", args=[case.public_id]), _("Hold back from destruction"), key="hold")


def _on_case(actor: Actor, case: Case) -> sections.Section | None:
    if case.bucket != Bucket.DONE:
        return None
    day = pages.notice_of_case(case)
    context = {"day": day, "held": held.held(case.reference, case.organisation.zone), "case": case}
    return sections.Section("keeping", "retention/case_card.html", context, place="aside", order=60) if day else None


def _on_status(concern: Concern) -> sections.Section | None:
    day = pages.notice_of(concern)
    return sections.Section("keeping", "retention/status_card.html", {"day": day}, order=5) if day else None


def _copy(concern: Concern) -> sections.Section:
    return sections.Section("own-copy", "retention/copy_card.html", {}, place="aside", order=90)


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one: reverse("retention:register", args=[one]) for one in pages.pages(actor, public_ids)}


def _schedules(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """The desk: what came up stands there."""
    return dict.fromkeys(public_ids, reverse("retention:home")) if may(actor, "retention_read") else {}
