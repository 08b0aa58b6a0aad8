"""Which post answers for a case in a role that a procedure names. Read only."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.kernel import reading
from huiyin.organisations.models import Organisation, Post, Unit

from .models import Case

OUTSIDE = "outside"


def owner_reference(case: Case, role: str) -> str:
    """The reference that a clock or a notice is for: a post, or the outside body of the organisation."""
    if role == "petitioner":
        return "petitioner"
    if role == "outside-body":
        return f"{OUTSIDE}:{case.organisation.public_id}"
    post = responsible_post(case, role)
    return post.reference if post else f"{OUTSIDE}:{case.organisation.public_id}"


def responsible_post(case: Case, role: str) -> Post | None:
    """The post for `role`; where that post is empty or excluded, the next one up. None: nobody inside, the outside body."""
    organisation = case.office
    if role in ("superior", "second-superior", "panel"):
        return _above(case, levels=2 if role == "second-superior" else 1)
    chain: list[Post | None] = []
    if role in ("handler", "leader"):
        chain.append(case.handler if role == "handler" else case.leader)
    if role not in ("head", "leader") and not (role == "handler" and case.unit_id is None):
        chain.extend(_with_role(organisation, role, case.unit_id))
    if role == "handler":
        chain.extend(_with_role(organisation, "registrar", None))
    chain.append(organisation.head_post)
    return _first_clear(case, chain) or _above(case, levels=1)


def reviewing_office(case: Case, level: str) -> Organisation | None:
    """Who looks again at an answer: the next level up; for the second review the one above the reviewer (条例 35, 36).

    None where no office of this installation is there: then it is the outside body.
    """
    if level == "panel":
        return case.organisation
    first = case.reviews.filter(level="review", status="issued").last() if level == "second-review" else None
    below = first.organisation if first else case.office
    above: Organisation | None = below.parent
    while above is not None:
        if _first_clear(case, [*_with_role(above, "supervisor", None), above.head_post]) is not None:
            return above
        above = above.parent
    return None


def supervising_post(case: Case) -> Post | None:
    """Who supervises from above (督办): the nearest office up that has a post for it which may know of the case.

    None where there is none in this installation: then it is the outside body.
    """
    above = case.organisation.parent
    while above is not None:
        post = _first_clear(case, _with_role(above, "supervisor", None))
        if post is not None:
            return post
        above = above.parent
    return None


def common_superior(case: Case) -> Organisation | None:
    """The lowest office above both the one that has the case and the one that sent it (条例 24). None: outside of here."""
    if case.origin is None:
        return None
    here = [int(key) for key in case.organisation.path.strip("/").split("/")]
    there = [int(key) for key in case.origin.organisation.path.strip("/").split("/")]
    shared = [one for one, other in zip(here, there, strict=False) if one == other]
    above = [key for key in shared if key not in (case.organisation_id, case.origin.organisation_id)]
    for key in reversed(above):
        office = Organisation.objects.select_related("head_post").get(pk=key)
        if office.head_post is not None and not case.excludes(office.head_post.pk):
            return office
    return None


def clear_office(case: Case, office: Organisation) -> Organisation | None:
    """That office, or the nearest one above it whose head is known and may know of the case. None: the outside body."""
    found: Organisation | None = office
    while found is not None and (found.head_post is None or case.excludes(found.head_post.pk)):
        found = found.parent
    return found


def clear_post(case: Case, office: Organisation) -> Post | None:
    """Who takes up there, or in the nearest office above, what a superior owed and must not owe any more."""
    there = clear_office(case, office)
    return _first_clear(case, [*_with_role(there, "supervisor", None), there.head_post]) if there else None


def superior_of_handler(case: Case) -> Post | None:
    """Who is told when the handler's clock has passed: the handler's own superior, else the head, else the office above."""
    handler = responsible_post(case, "handler")
    inside = handler.reports_to if handler else None
    clear = _first_clear(case, [inside, case.office.head_post])
    if clear is not None and clear != handler:
        return clear
    return _above(case, levels=1)


def _above(case: Case, *, levels: int) -> Post | None:
    """The post that receives what comes up, `levels` organisations higher; where there is none, the highest there is.

    An office in which nobody may know of the case is passed over.
    """
    organisation: Organisation | None = case.office.parent
    found: Post | None = None
    while organisation is not None and levels > 0:
        there = _first_clear(case, [*_with_role(organisation, "supervisor", None), organisation.head_post])
        found, levels = there or found, levels - (there is not None)
        organisation = organisation.parent
    return found


def _with_role(organisation: Organisation, role: str, unit_id: int | None) -> list[Post]:
    """Posts that carry the role, those of the case's own unit first. A tree has few posts: filtered here, on every engine alike."""
    carrying = [post for post in _open_posts(organisation) if role in post.roles]
    return sorted(carrying, key=lambda post: post.unit_id != unit_id)


def _open_posts(organisation: Organisation) -> list[Post]:
    """Kept with the object that the action holds: one action asks for several roles, and sees one state of the office."""
    kept: list[Post] | None = organisation.__dict__.get("_open_posts")
    if kept is None:
        units = [unit.pk for unit in reading.rows(Unit, organisation=organisation.pk)]
        kept = organisation.__dict__["_open_posts"] = reading.rows(Post, unit=units, closed_at=None) if units else []
    return kept


def _first_clear(case: Case, posts: Iterable[Post | None]) -> Post | None:
    return next((post for post in posts if post is not None and not case.excludes(post.pk)), None)
