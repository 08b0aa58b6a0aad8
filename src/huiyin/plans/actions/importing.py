"""A file is read and understood; then a draft is begun from each plan in it, with what found no place placed by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ids, ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.plans import changes
from huiyin.plans.models import Origin, Plan, PlanVersion, SourceText
from huiyin.plans.reading import Text, read
from huiyin.plans.schema import PlanDocument

from . import parts
from .beginning import begun

ACTOR = "system:plans"
KEPT_DAYS = 30  # a file from which nobody began a draft
AT_ONCE = ("clauses", "parts", "roles", "triggers", "steps", "annexes")
"""What lines can be placed as before the draft begins: pieces that need no more than their words."""


def bring(*, actor: Actor, content: bytes, name: str, encoding: str = "") -> SourceText:
    """Read and understand a file. Its lines are kept, so that every piece can be held against them. `BadInput` says what to do."""
    from huiyin.plans.understanding import understand  # here, for every command loads this module
    from huiyin.plans.understanding.document import documents

    at = time.now()
    place = parts.own_organisation(actor)
    require(actor, "plan_write", Place(place.pk, place.path))
    text = read(content, name, encoding)
    plans = understand(text).plans
    found = [
        {"first": plan.lines.first, "last": plan.lines.last, "document": one.model_dump(mode="json")}
        for plan, one in zip(plans, documents(plans, text), strict=True)
    ]
    if not found:
        raise BadInput("file", _("No plan was found in it."), _("Choose the file that holds the plan."))
    with store.write():
        source = SourceText.objects.create(
            organisation=place, name=name[-150:], lines=_printed(text), brought_by=actor.reference, kept_at=at,
            reading={"plans": found, "damaged": list(text.damaged), "pictures": list(text.silent_pages)},
        )  # fmt: skip
        ledger.record(verb="plans.bring", actor=actor.reference, about=_about(place), at=at, commits=[source])
    return source


def begin_from(*, actor: Actor, source_id: str, number: int, places: Mapping[str, str]) -> PlanVersion:
    """The first draft of one plan of the file. `places`: for lines without a place, what they are (`roles`, `clauses:part-2`)."""
    at = time.now()
    with store.write():
        source = _source(actor, source_id)
        found = source.reading["plans"]
        if not 1 <= number <= len(found):
            raise Refused
        one = found[number - 1]
        if begun_from(one):
            raise Conflict(_("A draft has been begun from this plan already."), _("Go on with the draft."))
        understood = _placed(PlanDocument.model_validate(one["document"]), places)
        version, rows = begun(actor, understood, at, Origin.IMPORT, source.name, source)
        one["plan"] = version.plan.public_id
        source.save()
        parts.record("import", actor, version.plan, at, [source, *rows])
    return version


def begun_from(one: Mapping[str, object]) -> Plan | None:
    """The plan whose draft was begun from this one of the file, while it is there."""
    return Plan.objects.filter(public_id=one.get("plan", "")).first()


def throw_away(*, actor: Actor, source_id: str) -> None:
    """The lines of a file from which no draft was begun are not kept."""
    at = time.now()
    with store.write():
        source = _source(actor, source_id)
        if source.versions.exists():
            raise Conflict(_("A draft rests on this file."), _("Its lines stay as long as the draft."))
        _erase(source, actor.reference, at)


def erase_unused(at: dt.datetime) -> int:
    """Files that were brought in long ago and from which no draft was begun. Answers how many."""
    with store.write():
        old = SourceText.objects.select_for_update(of=("self",)).filter(
            kept_at__lt=at - dt.timedelta(days=KEPT_DAYS), versions=None
        )
        found = list(old.select_related("organisation"))
        for source in found:
            _erase(source, ACTOR, at)
    return len(found)


def _source(actor: Actor, source_id: str) -> SourceText:
    found = SourceText.objects.select_for_update(of=("self",)).select_related("organisation")
    source = found.filter(public_id=source_id, organisation_id=actor.organisation_id).first()
    if source is None:
        raise Refused
    require(actor, "plan_write", Place(source.organisation.pk, source.organisation.path))
    return source


def _erase(source: SourceText, actor: str, at: dt.datetime) -> None:
    ledger.record(
        verb="plans.throw-away", actor=actor, about=_about(source.organisation), at=at, commits=[], erases=[source]
    )
    source.delete()


def _about(organisation: Organisation) -> str:
    return f"organisation:{organisation.public_id}"


def _printed(text: Text) -> list[str]:
    return [text.printed(number) for number in range(1, len(text.lines) + 1)]


def _placed(document: PlanDocument, places: Mapping[str, str]) -> PlanDocument:
    """The lines that were given a place, in the order of the file; the others stay unplaced in the draft."""
    for one in document.unplaced:
        collection, _colon, into = places.get(one.key, "").partition(":")
        if collection in AT_ONCE:
            values = {"key": ids.public_id()} | ({"part": "other"} if collection == "parts" else {})
            try:
                document = changes.placed(document, one.key, collection, values, into=into)
            except changes.Gone as error:
                raise BadInput(
                    one.key, _("This part is not there."), _("Choose again what these lines are.")
                ) from error
    return document
