"""An office's own lists: begun from a starter, changed line by line."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries import own_office
from huiyin.prevention import checklists, rules
from huiyin.prevention.models import Checklist, Round, RoundStatus

STARTER = "starter:"


def take_list(*, actor: Actor, name: str, language: str = "zh-hans") -> Checklist:
    """A starter list becomes the office's own, to be changed."""
    at = time.now()
    with store.write():
        organisation = own_office(actor)
        require(actor, "inspection_plan", Place(organisation.pk, organisation.path))
        rows: list[ledger.Committed] = []
        checklist = taken(actor, organisation, f"{STARTER}{name}", language, at, rows)
        if rows:
            _record("take_list", actor, checklist, at, rows)
    return checklist


def change_list(*, actor: Actor, list_id: str, version: int, title: str, lines: str) -> Checklist:
    """A line each. What stands as it stood keeps its article; what was changed or added is the office's own."""
    at = time.now()
    with store.write():
        found = Checklist.objects.select_for_update(of=("self",)).select_related("organisation")
        row = found.filter(public_id=list_id).first()
        if row is None:
            raise Refused
        require(actor, "inspection_plan", row)
        if row.version != version:
            raise Conflict(_("Somebody changed this list just now."), _("Look at it as it stands here."))
        row.title = _title(row.organisation, title, row)
        row.items = _items(row.items, lines)
        row.version, row.changed_by, row.changed_at = row.version + 1, actor.reference, at
        row.save()
        rows: list[ledger.Committed] = [row]
        for one in Round.objects.select_for_update().filter(
            inspection__checklist=row, status=RoundStatus.DUE, begun_at=None
        ):
            one.items = row.items
            one.save()
            rows.append(one)
        _record("change_list", actor, row, at, rows)
    return row


def taken(
    actor: Actor, organisation: Organisation, chosen: str, language: str, at: dt.datetime, rows: list[ledger.Committed]
) -> Checklist:
    """Part of an action: the list that was chosen; a starter is taken over once, then it is there."""
    store.require_write()
    own = Checklist.objects.filter(organisation=organisation)
    if not chosen.startswith(STARTER):
        found = own.filter(public_id=chosen).first()
        if found is None:
            raise BadInput("checklist", _("Choose a list."), "")
        return found
    starter = checklists.load(chosen.removeprefix(STARTER), language)
    if (before := own.filter(starter=starter.name).first()) is not None:
        return before
    items = [{"key": item.key, "text": item.text, "law": item.law} for item in starter.items]
    checklist = Checklist.objects.create(
        organisation=organisation, starter=starter.name, title=_free_title(organisation, starter.title), items=items,
        changed_by=actor.reference, changed_at=at,
    )  # fmt: skip
    rows.append(checklist)
    return checklist


def _items(before: list[dict[str, str]], lines: str) -> list[dict[str, str]]:
    items = rules.relisted(before, lines.splitlines())
    if not items:
        raise BadInput("lines", _("A list has at least one item."), "")
    if len(items) > rules.MOST_ITEMS:
        raise BadInput("lines", _("That is too much for one round."), _("Make two lists of it."))
    if any(len(item["text"]) > rules.LONGEST_ITEM for item in items):
        raise BadInput(
            "lines", _("An item is longer than %(most)d characters.") % {"most": rules.LONGEST_ITEM}, _("Write it shorter.")
        )  # fmt: skip
    return items


def _title(organisation: Organisation, title: str, row: Checklist) -> str:
    title = title.strip()[:60]
    if not title:
        raise BadInput("title", _("Give the list a name."), "")
    if Checklist.objects.filter(organisation=organisation, title=title).exclude(pk=row.pk).exists():
        raise BadInput("title", _("There is a list of this name already."), "")
    return title


def _free_title(organisation: Organisation, title: str) -> str:
    number, free = 1, title
    while Checklist.objects.filter(organisation=organisation, title=free).exists():
        number += 1
        free = f"{title} {number}"
    return free


def _record(verb: str, actor: Actor, row: Checklist, at: dt.datetime, rows: list[ledger.Committed]) -> None:
    ledger.record(verb=f"prevention.{verb}", actor=actor.reference, about=row.reference, at=at, commits=rows)
