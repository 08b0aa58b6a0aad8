"""Which readers can open a seal today, and where a report about somebody goes. Read only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from huiyin.organisations.access.exclusion import Tree
from huiyin.organisations.handover import is_held
from huiyin.organisations.models import Appointment, Organisation, Post
from huiyin.organisations.queries.tree import tree_for_exclusion

from . import crypto, rules
from .models import ReaderKey

ORGAN = Organisation.Kind.DISCIPLINE_OFFICE


def able() -> list[ReaderKey]:
    """Keys of readers who hold their post today."""
    found = ReaderKey.objects.filter(until=None, reader__until=None, account__is_active=True)
    rows = found.select_related("reader__organisation", "reader__post__unit__organisation", "account")
    return [key for key in rows if is_held(key.reader.post) and _holds(key)]


def desks(keys: Iterable[ReaderKey]) -> list[rules.Desk]:
    posts: dict[Organisation, set[int]] = defaultdict(set)
    for key in keys:
        posts[key.reader.organisation].add(key.reader.post_id)
    return [rules.Desk(one.pk, one.kind == ORGAN, frozenset(ids)) for one, ids in posts.items()]


def barred(tree: Tree, whom: rules.Whom) -> frozenset[int]:
    """Posts that must not learn of it. A post that is not there any more bars by itself nobody: then the whole office is left out."""
    accused = list(Post.objects.filter(public_id__in=whom.about).values_list("pk", flat=True))
    left_out = {*whom.houses, *([whom.home] if whom.whole or not accused else [])}
    return rules.barred(tree, accused, Organisation.objects.filter(public_id__in=left_out).values_list("pk", flat=True))


def readers_for(whom: rules.Whom, *, passed: Collection[int] = ()) -> list[ReaderKey]:
    """Whose keys a report is sealed to; none: the outside body. `passed`: desks that have had it."""
    keys, tree = able(), tree_for_exclusion()
    home = Organisation.objects.filter(public_id=whom.home).first()
    found = rules.way(tree, desks(keys), home.pk, barred(tree, whom), passed) if home is not None else None
    if found is None:
        return []
    return [
        key for key in keys if key.reader.organisation_id == found.organisation and key.reader.post_id in found.posts
    ]


def together(
    own: Sequence[ReaderKey], whom: rules.Whom, had: Collection[int], *, never: Collection[int] = ()
) -> list[ReaderKey]:
    """Who opens the name of a reporter together: those to whom it is sealed. Where they are one person, colleagues who were appointed
    since, or else readers of the next desk that it does not concern: they add their part and read nothing. `never`: keys that have or had
    a seal of it; who withdrew is no hand.
    """
    people = {key.account_id for key in own}
    if len(people) != 1:
        return list(own)
    closed, here = barred(tree_for_exclusion(), whom), own[0].reader.organisation_id
    colleagues = [
        key for key in able()
        if key.reader.organisation_id == here and key.pk not in never and key.reader.post_id not in closed and key.account_id not in people
    ]  # fmt: skip
    return [*own, *(colleagues or readers_for(whom, passed=had))]


def pairs(
    own: Sequence[ReaderKey], whom: rules.Whom, had: Collection[int], *, never: Collection[int]
) -> list[tuple[ReaderKey, ReaderKey | None]]:
    """Whose keys open a name together: the outer layer's, and the inner one's; None for that of the installation, by which it goes on."""
    hands = together(own, whom, had, never=never)
    return [
        (outer, inner)
        for outer in own
        for inner in (None, *hands)
        if inner is None or inner.account_id != outer.account_id
    ]


def first_pairs(own: Sequence[ReaderKey], whom: rules.Whom) -> list[tuple[ReaderKey, ReaderKey | None]]:
    """The same of a report that is just being handed in to these."""
    return pairs(own, whom, {key.reader.organisation_id for key in own}, never={key.pk for key in own})


def name_pairs(
    readers: list[ReaderKey], whom: rules.Whom
) -> dict[tuple[bytes, bytes], tuple[ReaderKey, ReaderKey | None]]:
    """Each pair that opens a name, by the public keys of its two layers."""
    shared = crypto.of_installation().public
    return {
        (bytes(outer.public), bytes(inner.public) if inner else shared): (outer, inner)
        for outer, inner in first_pairs(readers, whom)
    }


def second_hand(whom: rules.Whom) -> str:
    """Who would open a name together with the first reader today: `here`, `above` (another desk), `nobody`."""
    own = readers_for(whom)
    if len({key.account_id for key in own}) > 1:
        return "here"
    all_of_them = together(own, whom, {key.reader.organisation_id for key in own}, never={key.pk for key in own})
    return "above" if len({key.account_id for key in all_of_them}) > 1 else "nobody"


def is_organ(organisation: Organisation) -> bool:
    return organisation.kind == ORGAN


def _holds(key: ReaderKey) -> bool:
    held = Appointment.objects.filter(post_id=key.reader.post_id, account_id=key.account_id, ended_at=None)
    return held.exists()
