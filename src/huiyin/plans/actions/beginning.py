"""A plan begins: blank, from a starter plan, from a file that was brought in."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, Place, require
from huiyin.plans.models import KINDS, Origin, Plan, PlanVersion, SourceText
from huiyin.plans.schema import PlanDocument

from . import parts

LONGEST_TITLE = 200


def create_blank(*, actor: Actor, kind: str, title: str) -> PlanVersion:
    """The first draft of a plan with nothing in it yet."""
    at = time.now()
    if kind not in KINDS:
        raise BadInput("kind", _("Choose what the plan is for."), "")
    title = parts.written("title", title, _("Give the plan a title."), _("As it will stand on the paper."))
    document = PlanDocument.model_validate({"title": title[:LONGEST_TITLE], "kind": kind})
    with store.write():
        version, rows = begun(actor, document, at, Origin.BLANK)
        parts.record("create", actor, version.plan, at, rows)
    return version


def begun(
    actor: Actor,
    document: PlanDocument,
    at: dt.datetime,
    origin: Origin,
    origin_name: str = "",
    source: SourceText | None = None,
) -> tuple[PlanVersion, list[ledger.Committed]]:
    """Part of an action: a plan of the actor's own organisation with its first draft, and the rows to commit."""
    store.require_write()
    organisation = parts.own_organisation(actor)
    require(actor, "plan_write", Place(organisation.pk, organisation.path))
    plan = Plan.objects.create(
        organisation=organisation,
        kind=document.kind,
        title=document.title[:LONGEST_TITLE],
        keeper=parts.own_post(actor),
        made_at=at,
    )
    version = PlanVersion.objects.create(
        plan=plan,
        number=1,
        document=document.model_dump(mode="json"),
        origin=origin,
        origin_name=origin_name[:150],
        source=source,
        author=actor.reference,
        author_title=actor.post_title,
        made_at=at,
    )
    return version, [plan, version]
