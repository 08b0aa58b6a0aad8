"""`may`: the one function that answers who may do what to which thing."""

from __future__ import annotations

from django.http import HttpRequest

from huiyin.kernel.errors import Refused

from .actor import Actor, Handed, Place, Reach, Scoped, Sealable, Shared
from .matrix import (
    ADMINISTRATOR,
    BELOW,
    CASE_VERBS,
    DISCIPLINE,
    GOES_OVER,
    INVOLVED,
    INVOLVED_UNIT,
    LET_IN,
    MATRIX,
    ORGANISATION,
    SECOND_STEP,
    UNIT,
    Scope,
)  # fmt: skip

_WIDEST_FIRST: tuple[Scope, ...] = (BELOW, ORGANISATION, UNIT)


def may(actor: Actor | None, verb: str, thing: Scoped | None = None) -> bool:
    """Whether `actor` may do `verb` to `thing`; without a thing: whether to anything at all.

    Raises KeyError for a verb that the table does not know: a misspelt verb must not look like a refusal.
    """
    scopes = _open_scopes(actor, verb)
    if actor is None or not scopes:
        return False
    if thing is None:
        return True
    if actor.let_in and isinstance(thing, Sealable) and thing.sealed:
        return False
    if any(thing.excludes(post) for post in actor.post_ids | {actor.post_id}):
        return False
    if verb in GOES_OVER and isinstance(thing, Handed) and thing.taken_over is not None:
        return any(_covers(actor, scope, thing.taken_over) for scope in scopes)
    return any(_covers(actor, scope, thing) for scope in scopes) or _at_the_table(actor, scopes, thing)


def require(actor: Actor | None, verb: str, thing: Scoped | None = None) -> Actor:
    """The actor, when `may` says yes; else `Refused`, which reads exactly as if the thing were absent."""
    if actor is None or owes_second_step(actor, verb) or not may(actor, verb, thing):
        raise Refused
    return actor


def owes_second_step(actor: Actor, verb: str) -> bool:
    """Whether nothing but a second step of signing in is missing before `verb` opens to the actor."""
    asked = verb in SECOND_STEP or _closed(actor, verb)
    return actor.second_step_owed and asked and bool(_scopes(actor, verb))


def asked_for_second_step(actor: Actor) -> bool:
    """Whether anything that this post may do is closed to an account without a second step, where its office asks for one."""
    return DISCIPLINE in actor.roles or any(_scopes(actor, verb) for verb in SECOND_STEP)


def widest_scope(actor: Actor | None, verb: str) -> Scope | None:
    """How far `verb` reaches for `actor`, for a list that is kept by scope; None where it may nothing. Asks no database."""
    scopes = _open_scopes(actor, verb)
    return next((scope for scope in _WIDEST_FIRST if scope in scopes), None)


def scope_filter(actor: Actor | None, verb: str) -> Reach:
    """How far `verb` reaches for `actor`, as ids for a query. `below` costs one small query."""
    scopes = _open_scopes(actor, verb)
    if actor is None or not scopes:
        return Reach("nothing")
    posts = actor.post_ids | {actor.post_id}
    widest = widest_scope(actor, verb)
    if widest is None:
        return Reach("nothing")
    if widest == UNIT:
        return Reach("own-unit", actor.unit_id, (actor.organisation_id,), actor.organisation_path, posts)
    if widest == ORGANISATION:
        return Reach("own-organisation", None, (actor.organisation_id,), actor.organisation_path, posts)
    return Reach("below", None, _organisations_below(actor.organisation_path), actor.organisation_path, posts)


def _open_scopes(actor: Actor | None, verb: str) -> frozenset[Scope]:
    """What `SECOND_STEP` names stays in sight of who owes the second step, and leads there; what is sealed does not."""
    scopes = _scopes(actor, verb)
    return frozenset() if actor is not None and _closed(actor, verb) else scopes


def _closed(actor: Actor, verb: str) -> bool:
    """Cases of a discipline post that owes the second step; whatever is sealed, for who was let in without it."""
    if actor.let_in and verb in LET_IN:
        return True
    return actor.second_step_owed and DISCIPLINE in actor.roles and verb in CASE_VERBS


def _scopes(actor: Actor | None, verb: str) -> frozenset[Scope]:
    grants = MATRIX[verb]
    if actor is None:
        return frozenset()
    roles = effective_roles(actor.roles)
    return frozenset(scope for role, scope in grants if role in roles)


def effective_roles(roles: frozenset[str]) -> frozenset[str]:
    """An administrator's post is nothing else, whatever else was written on it: administrators read no case."""
    return frozenset({ADMINISTRATOR}) if ADMINISTRATOR in roles else roles


def _covers(actor: Actor, scope: Scope, thing: Scoped) -> bool:
    if scope == BELOW:
        return thing.organisation_path.startswith(actor.organisation_path)
    if thing.organisation_id != actor.organisation_id:
        return False
    return scope == ORGANISATION or (scope == UNIT and thing.unit_id == actor.unit_id)


def _at_the_table(actor: Actor, scopes: frozenset[Scope], thing: Scoped) -> bool:
    """Asked last: it is the one answer that may need the database."""
    if not isinstance(thing, Shared) or not scopes & {INVOLVED, INVOLVED_UNIT}:
        return False
    if INVOLVED in scopes and thing.involves(actor.organisation_id, None):
        return True
    return INVOLVED_UNIT in scopes and thing.involves(actor.organisation_id, actor.unit_id)


def _organisations_below(path: str) -> tuple[int, ...]:
    from huiyin.organisations.models import Organisation  # models need the app registry; this module does not

    return tuple(Organisation.objects.filter(path__startswith=path).order_by("id").values_list("id", flat=True))


def actor_of(request: HttpRequest) -> Actor | None:
    """The actor of a request, set by the middleware; None when nobody is signed in."""
    return getattr(request, "actor", None)


__all__ = [
    "Place", "actor_of", "asked_for_second_step", "effective_roles", "may", "owes_second_step", "require", "scope_filter",
]  # fmt: skip
