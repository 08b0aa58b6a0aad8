"""Bringing staff, posts, units, classes and terms in from a workbook: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kernel import store
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ledger.models import Committed
from huiyin.organisations.access import Actor, require
from huiyin.organisations.following import terms_changed
from huiyin.organisations.models import Account, Appointment, Organisation, Post, SchoolClass, SchoolTerm, Unit
from huiyin.organisations.staffing.plan import Change, Held, Plan, PostState, State, plan
from huiyin.organisations.staffing.state import state_of
from huiyin.organisations.staffing.workbook import Problem, Workbook, read

from .parts import fetch, note, place_of_organisation, told
from .people import FIRST_KEY_LASTS
from .sign_in import issue_key, new_key
from .tree import settle_head


class NotImported(BadInput):
    """The workbook has problems; nothing was written. `problems` names each with sheet, row, column and remedy."""

    def __init__(self, problems: list[Problem]) -> None:
        count = len(problems)
        message = ngettext("There is %(n)d problem.", "There are %(n)d problems.", count) % {"n": count}
        super().__init__("file", message, _("Nothing was changed. Correct the file and choose it again."))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class NewKey:
    """Whom to give which code: shown once, never stored."""

    name: str
    username: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Imported:
    changes: tuple[Change, ...]
    keys: tuple[NewKey, ...]


def preview_import(*, actor: Actor, organisation: str, content: bytes) -> Plan:
    """What `import_staff` would change, and what stands against it. Writes nothing."""
    workbook = read(content)
    home = Organisation.objects.filter(public_id=organisation).first()
    require(actor, "manage_people", place_of_organisation(home) if home else None)
    if home is None:
        raise BadInput("organisation", _("There is no such organisation."), _("Choose one from the list."))
    return _planned(workbook, state_of(home, actor))


def import_staff(*, actor: Actor, organisation: str, content: bytes) -> Imported:
    """Write what the workbook says. A second time it changes nothing. Raises `NotImported` with every problem."""
    workbook = read(content)
    unused = [make_password(None) for _row in workbook.rows["people"]]
    with store.write():
        home = fetch(Organisation, organisation)
        require(actor, "manage_people", place_of_organisation(home))
        require(actor, "manage_posts", place_of_organisation(home))
        planned = _planned(workbook, state_of(home, actor))
        if planned.problems:
            raise NotImported(planned.problems)
        writer = _Writer(home, unused)
        for change in planned.changes:
            writer.write(change)
        writer.link_posts(planned.changes)
        if planned.changes:
            note("import_staff", actor, f"organisation:{home.public_id}", writer.commits.values())
            told(actor, *((post, None) for post in writer.posts.values()))
    if any(change.table == "term" for change in planned.changes):
        terms_changed(home.public_id)
    return Imported(tuple(planned.changes), tuple(writer.keys))


def _planned(workbook: Workbook, state: State) -> Plan:
    planned = plan(workbook.rows, state)
    planned.problems = [*workbook.problems, *planned.problems]
    return planned


class _Writer:
    """Writes the changes of a plan, one after the other, and gathers what is to be committed."""

    def __init__(self, home: Organisation, unused_passwords: list[str]) -> None:
        self.home = home
        self.passwords = unused_passwords
        self.commits: dict[tuple[type[Committed], int], Committed] = {}
        self.keys: list[NewKey] = []
        self.units = {unit.name: unit for unit in home.units.filter(closed_at=None)}
        posts = Post.objects.filter(unit__organisation=home, closed_at=None).select_related("unit")
        self.posts = {(post.unit.name, post.title): post for post in posts}

    def write(self, change: Change) -> None:
        getattr(self, f"_{change.table}")(change)

    def link_posts(self, changes: list[Change]) -> None:
        """Superiors and the head, once every post is there."""
        for change in changes:
            if change.table != "post":
                continue
            post = self.posts[change.values["unit"], change.values["title"]]
            wanted: PostState = change.values["state"]
            was_head, post.is_head = post.is_head, wanted.head
            if wanted.reports_to is not None:
                post.reports_to = self.posts[wanted.reports_to]
            post.save()
            self._commit(post, *settle_head(post, was_head))

    def _commit(self, *rows: Committed) -> None:
        self.commits.update({(type(row), row.pk): row for row in rows})

    def _unit(self, change: Change) -> None:
        unit = self.units.get(change.name) or Unit(organisation=self.home, name=change.name)
        parent = change.values["parent"]
        unit.parent = self.units[parent] if parent else None
        unit.version += 0 if change.new else 1
        unit.save()
        self.units[unit.name] = unit
        self._commit(unit)

    def _post(self, change: Change) -> None:
        key = (change.values["unit"], change.values["title"])
        post = self.posts.get(key) or Post(unit=self.units[key[0]], title=key[1])
        post.roles = list(change.values["state"].roles)
        post.version += 0 if change.new else 1
        post.save()
        self.posts[key] = post

    def _account(self, change: Change) -> None:
        values = change.values
        account = Account(
            username=values["username"], display_name=change.name, email=values["email"], phone=values["phone"],
            password=self.passwords.pop(),
        )  # fmt: skip
        account.save()
        key = new_key()
        issue_key(account, key, FIRST_KEY_LASTS)
        self.keys.append(NewKey(account.display_name, account.username, key))
        self._commit(account)

    def _appointment(self, change: Change) -> None:
        held: Held = change.values["held"]
        appointment = Appointment(
            account=Account.objects.get(username=held.username),
            post=self.posts[held.post],
            from_on=held.period.start,
            until_on=held.period.end,
            deputy=held.deputy,
        )
        appointment.save()
        self._commit(appointment)

    def _class(self, change: Change) -> None:
        SchoolClass.objects.update_or_create(
            organisation=self.home, name=change.name, defaults={"grade": change.values["grade"]}
        )

    def _term(self, change: Change) -> None:
        days = {"first_day": change.values["first"], "last_day": change.values["last"]}
        term, _new = SchoolTerm.objects.update_or_create(organisation=self.home, name=change.name, defaults=days)
        self._commit(term)
