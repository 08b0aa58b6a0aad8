"""What can be chosen on the pages of a case: categories, posts with who holds them, units, offices."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.actions.handling import all_extendable
from huiyin.cases.actions.procedure import pack_of
from huiyin.cases.actions.referring import goes_up
from huiyin.cases.models import Case, Category
from huiyin.cases.rules import first_sentence
from huiyin.kernel import time
from huiyin.kernel.clocks.words import length_text
from huiyin.organisations.models import Appointment, Organisation, Post, Unit
from huiyin.organisations.rules import Period

Choice = tuple[str, str]
Choices = Sequence[Choice | tuple[str, list[Choice]]]


def categories(word: str = "", keep: Collection[str] = ()) -> Choices:
    """The taxonomy under its first level. With `word`: what has it in any language; `keep` stays, whatever is searched for."""
    rows = list(Category.objects.filter(retired=False).order_by("code"))
    by_id = {row.pk: row for row in rows}
    wanted = word.strip().casefold()
    groups: dict[str, list[Choice]] = {}
    for row in rows:
        path = _path(row, by_id)
        found = not wanted or any(wanted in str(title).casefold() for one in path for title in one.title.values())
        if (found or row.code in keep) and (row.parent_id is None or row.parent_id in by_id):
            label = " › ".join(_title(one) for one in path[1:]) or _title(row)
            groups.setdefault(_title(path[0]), []).append((row.code, label))
    return [("", "—"), *groups.items()]


def posts(case: Case, roles: Collection[str]) -> list[Choice]:
    """Held posts of the case's organisation that carry one of the roles, the unit of the case first. No excluded one."""
    found = Post.objects.filter(unit__organisation=case.office, closed_at=None).select_related("unit")
    names = holders(found.values_list("pk", flat=True), case.organisation.zone)
    fitting = [
        post
        for post in found
        if set(roles) & set(post.roles)
        and "administrator" not in post.roles
        and post.pk in names
        and not case.excludes(post.pk)
    ]
    ordered = sorted(fitting, key=lambda post: (post.unit_id != case.unit_id, roles_rank(post, roles), post.pk))
    return [(post.public_id, f"{post.title} · {names[post.pk]} · {post.unit.name}") for post in ordered]


def who_can_be_concerned(case: Case) -> list[Choice]:
    """Posts of the office, of those above it and of those below it; the office's own first. No excluded one."""
    own = case.organisation
    above = [int(key) for key in own.path.strip("/").split("/")]
    found = Post.objects.filter(
        Q(unit__organisation_id__in=above) | Q(unit__organisation__path__startswith=own.path), closed_at=None
    ).select_related("unit__organisation")
    clear = [post for post in found if "administrator" not in post.roles and not case.excludes(post.pk)]
    ordered = sorted(
        clear, key=lambda post: (post.unit.organisation_id != own.pk, post.unit.organisation.path, post.pk)
    )
    return [(post.public_id, f"{post.title} · {post.unit.organisation.short_name}") for post in ordered]


def extendable(case: Case) -> list[Choice]:
    """The running dates that can still be extended, with how far."""
    found = []
    for one in all_extendable(case):
        title = pack_of(one.track).deadline(one.deadline).title.into(get_language() or "zh-hans")
        length = length_text(one.allowance.max, one.allowance.unit)
        label = _("%(date)s: at most %(length)s more") % {"date": title, "length": length}
        found.append((f"{one.track.pack}:{one.deadline}", label))
    return found


def roles_rank(post: Post, roles: Collection[str]) -> int:
    """The role that is named first weighs most."""
    return min(number for number, role in enumerate(roles) if role in post.roles)


def holders(post_ids: Collection[int], zone: str) -> dict[int, str]:
    """Who holds each post today; several names where there is a deputy."""
    today = time.today(zone)
    rows = (
        Appointment.objects.filter(post_id__in=list(post_ids), ended_at=None)
        .select_related("account")
        .order_by("deputy", "id")
    )
    names: dict[int, list[str]] = {}
    for row in rows:
        if Period(row.from_on, row.until_on).holds(today):
            names.setdefault(row.post_id, []).append(row.account.display_name)
    return {post: "、".join(found) for post, found in names.items()}


def other_units(case: Case) -> list[Choice]:
    """The units of the organisation that the case does not lie with."""
    rows = Unit.objects.filter(organisation_id=case.organisation_id, closed_at=None).exclude(pk=case.unit_id or 0)
    return [(row.public_id, row.name) for row in rows.order_by("pk")]


def receivers(case: Case) -> list[Choice]:
    """Other organisations of this installation that take cases; of those above it is said that it is referred to them."""
    above = _("%(office)s (above you: it is referred)")
    taking = _open_to(case).exclude(pk=case.organisation_id)
    return [(row.public_id, above % {"office": row.name} if goes_up(case, row) else row.name) for row in taking]


def offices_below(case: Case) -> list[Choice]:
    """To whom a case can be assigned."""
    below = _open_to(case).filter(path__startswith=case.organisation.path).exclude(pk=case.organisation_id)
    return [(row.public_id, row.name) for row in below]


def askable_offices(case: Case) -> list[Choice]:
    """Other offices that can be asked about a point."""
    return [(row.public_id, row.name) for row in _open_to(case).exclude(pk=case.office.pk)]


def _open_to(case: Case) -> QuerySet[Organisation]:
    """Offices in which everybody may know of the case; a discipline organ gets it sealed, or not at all."""
    barred = case.exclusions.values("post__unit__organisation_id")
    rows = Organisation.objects.filter(closed_at=None).exclude(pk__in=barred)
    return rows.exclude(kind=Organisation.Kind.DISCIPLINE_OFFICE).order_by("path")


def concerns(case: Case) -> list[Choice]:
    """The concerns of a case, by the day on which they came."""
    zone = time.zone_of(case.organisation.zone)
    rows = case.concerns.all()
    return [
        (row.public_id, f"{number} · {row.received_at.astimezone(zone):%Y-%m-%d}") for number, row in enumerate(rows, 1)
    ]


def people(case: Case) -> list[Choice]:
    """Those who wait for an answer, by number and by what they last wrote; never by name."""
    found = []
    for number, row in enumerate(case.concerns.filter(left_at=None), 1):
        last = row.messages.filter(from_petitioner=True).last()
        words = first_sentence(last.text if last else row.text)
        found.append((row.public_id, _("To number %(number)d: “%(words)s”") % {"number": number, "words": words}))
    return found


def _path(row: Category, by_id: dict[int, Category]) -> list[Category]:
    path = [row]
    while path[0].parent_id in by_id:
        path.insert(0, by_id[path[0].parent_id])
    return path


def _title(row: Category) -> str:
    return str(row.title.get(get_language() or "") or row.title["zh-hans"])
