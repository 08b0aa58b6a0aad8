"""A draft is written piece by piece. Two people who work on different pieces do not disturb each other; who changes a piece
that somebody has changed since is told, and sees both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from huiyin.kernel import ids, ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Post
from huiyin.plans import changes
from huiyin.plans.models import Edit, PlanVersion
from huiyin.plans.schema import PlanDocument

from . import parts

Values = Mapping[str, Any]
Change = Callable[[PlanDocument], PlanDocument]
EVERYTHING = "*"  # of an undo: it may touch any piece


class PieceChanged(Conflict):
    """Somebody changed the same piece first. `edits`: what was done to it since the page was opened."""

    def __init__(self, edits: list[Edit]) -> None:
        super().__init__(
            _("Somebody has changed this piece since you opened it."),
            _("What you typed is still here. Look at what stands there now, then save again."),
        )
        self.edits = edits


def add(*, actor: Actor, version_id: str, collection: str, values: Values, into: str = "", after: str = "") -> str:
    """A piece more. Answers its key, which it keeps from version to version."""
    key = ids.public_id()
    piece = {**values, "key": key}
    _edit(actor, version_id, "add", lambda document: changes.added(document, collection, piece, into=into, after=after))
    return key


def change(*, actor: Actor, version_id: str, seen: int, key: str, values: Values) -> PlanVersion:
    """Other words in a piece. `seen`: the draft's `version` when the form was opened."""
    return _edit(actor, version_id, "change", lambda document: changes.changed(document, key, values), key, seen)


def move(*, actor: Actor, version_id: str, seen: int, key: str, by: int) -> PlanVersion:
    """One place up or down."""
    step = -1 if by < 0 else 1
    return _edit(actor, version_id, "move", lambda document: changes.moved(document, key, step), key, seen)


def remove(*, actor: Actor, version_id: str, seen: int, key: str) -> PlanVersion:
    """Take a piece out; it can be brought back."""
    return _edit(actor, version_id, "remove", lambda document: changes.removed(document, key), key, seen)


def place(*, actor: Actor, version_id: str, key: str, collection: str, values: Values, into: str = "") -> str:
    """Lines of the imported file that found no place get one, by hand. Answers the key of the new piece."""
    if collection not in changes.PLACEABLE:
        raise BadInput("collection", _("Choose what these lines are."), "")
    new = ids.public_id()
    piece = {**values, "key": new}
    _edit(actor, version_id, "place", lambda document: changes.placed(document, key, collection, piece, into=into), key)
    return new


def undo(*, actor: Actor, version_id: str, seen: int, back_to: int) -> PlanVersion:
    """Take back every edit from number `back_to` on. That is an edit itself, and can be taken back."""
    at = time.now()
    with store.write():
        version = _draft(actor, version_id)
        parts.same(version, seen)
        undone = list(version.edits.select_for_update().filter(number__gte=back_to, undone_at=None).order_by("-number"))
        if not undone:
            raise Conflict(_("There is nothing to take back."), _("Load the page again."))
        old = document = version.text
        for edit in undone:
            document = changes.brought_back(document, edit.before)
            edit.undone_at = at
            edit.save()
        rows = _kept(version, old, document, "undo", [EVERYTHING], actor, at)
        parts.record("save-draft", actor, version.plan, at, [*rows, *undone])
    return version


def replaced(version: PlanVersion, actor: Actor, at: dt.datetime, key: str, text: str) -> list[ledger.Committed]:
    """Part of an action: other words in the main field of a piece (a lawful clause in the place of a marked one)."""
    store.require_write()
    old = version.text
    name, _piece = changes.found(old, key)
    document = changes.changed(old, key, {changes.MAIN_FIELD[name]: text})
    return _kept(version, old, document, "change", [key], actor, at)


def _edit(actor: Actor, version_id: str, verb: str, make: Change, key: str | None = None, seen: int | None = None) -> PlanVersion:  # fmt: skip
    at = time.now()
    with store.write():
        version = _draft(actor, version_id)
        if key is not None and seen is not None:
            _same_piece(version, key, seen)
        old = version.text
        new = _made(make, old)
        rows = _kept(version, old, new, verb, changes.touched(old, new) or [key or ""], actor, at)
        parts.record("save-draft", actor, version.plan, at, rows)
    return version


def _draft(actor: Actor, version_id: str) -> PlanVersion:
    version = parts.locked_version(version_id)
    require(actor, "plan_write", version.plan)
    parts.expect(version, "edit")
    return version


def _same_piece(version: PlanVersion, key: str, seen: int) -> None:
    """Nobody has touched this piece since the page was opened; what others did elsewhere stays and disturbs nobody."""
    since = version.edits.filter(number__gt=seen).order_by("number")
    met = [edit for edit in since if key in edit.keys or EVERYTHING in edit.keys]
    if met:
        raise PieceChanged(met)


def _made(make: Change, old: PlanDocument) -> PlanDocument:
    try:
        new = make(old)
    except changes.Gone as error:
        raise Conflict(
            _("This piece is no longer there: somebody has taken it out."),
            _("It can be brought back from the list of edits."),
        ) from error
    except ValidationError as error:
        raise _bad_input(error) from error
    named = {post for role in new.roles for post in (role.post, *role.deputies) if post}
    before = {post for role in old.roles for post in (role.post, *role.deputies) if post}
    fresh = named - before
    if fresh and Post.objects.filter(public_id__in=fresh, closed_at=None).count() != len(fresh):
        raise BadInput("post", _("Choose a post that is there."), "")
    return new


def _bad_input(error: ValidationError) -> BadInput:
    first = error.errors()[0]
    place = next((str(one) for one in reversed(first["loc"]) if isinstance(one, str)), "")
    return BadInput(place, _("This can't stand in a plan."), _("Look at the field again."))


def _kept(
    version: PlanVersion,
    old: PlanDocument,
    new: PlanDocument,
    verb: str,
    keys: list[str],
    actor: Actor,
    at: dt.datetime,
) -> list[ledger.Committed]:
    version.version += 1
    version.document = new.model_dump(mode="json")
    version.save()
    edit = Edit.objects.create(
        plan_version=version, number=version.version, verb=verb, keys=keys, before=changes.difference(old, new), at=at,
        actor=actor.reference, actor_title=actor.post_title,
    )  # fmt: skip
    return [version, edit]
