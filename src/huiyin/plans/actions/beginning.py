"""A plan begins: blank, from a starter plan, from a file that was brought in."""

from __future__ import annotations

import datetime as dt

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor, Place, require
from huiyin.plans import rules, starters
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


def create_from_starter(*, actor: Actor, name: str, language: str = "zh-hans") -> PlanVersion:
    """The first draft of a plan from a starter plan: complete in what law demands, with roles that nobody takes yet."""
    at = time.now()
    document = starters.load(name, language)
    with store.write():
        version, rows = begun(actor, document, at, Origin.STARTER, document.title)
        parts.record("create", actor, version.plan, at, rows)
    return version


def discard(*, actor: Actor, version_id: str) -> Plan | None:
    """Throw a draft away, and the plan with it where it has no other version. Answers the plan that is left.

    `Conflict` where sheets, drawings or an exercise rest on it.
    """
    at = time.now()
    with store.write():
        version = parts.locked_version(version_id)
        plan = version.plan
        require(actor, "plan_write", plan)
        parts.expect(version, "edit")
        rows = [
            clock
            for one in version.reviews.all()
            for clock in parts.stopped(rules.REVIEW, one.public_id, at, "discard")
        ]
        for mark in version.overrulings.all():
            rows += parts.stopped(rules.MARK, mark.public_id, at, "discard")
        gone: list[ledger.Committed] = [version, *version.edits.all(), *version.comments.all(), *version.reviews.all()]
        gone += [*version.overrulings.all(), *version.papers.all()]
        alone = plan.versions.count() == 1
        if version.printed.exists() or (alone and plan.drawings.exists()):
            raise Conflict(
                _("Sheets or drawings rest on this draft."), _("It stays, so that they can still be told apart.")
            )
        gone += [plan] if alone else []
        ledger.record(
            verb="plans.discard", actor=actor.reference, about=plan.reference, at=at, commits=rows, erases=gone
        )
        try:
            version.delete()
            if alone:
                plan.delete()
        except ProtectedError as error:  # a room above points at it
            raise Conflict(_("An exercise or an incident rests on this draft."), _("It stays.")) from error
    return None if alone else plan


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
