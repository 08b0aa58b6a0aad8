"""What a workbook would change. Pure: rows and the present state go in, changes and problems come out.

Nothing is ever removed by an import: what the file does not name stays as it is, and so does what a cell leaves empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from huiyin.organisations.rules import Period

from .workbook import Problem, Row

PostKey = tuple[str, str]  # (unit, title)


@dataclass(frozen=True, slots=True)
class PostState:
    roles: tuple[str, ...] = ()
    reports_to: PostKey | None = None
    head: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """That an account holds a post, or did until it was ended."""

    username: str
    post: PostKey
    period: Period
    deputy: bool = False
    ended: bool = False

    def same_start(self, other: Held) -> bool:
        """Whether it is the same appointment, whatever became of it: a file read again does not bring a leaver back."""
        return (self.username, self.post, self.period.start) == (other.username, other.post, other.period.start)


@dataclass(frozen=True, slots=True)
class State:
    """One organisation as it stands, by names. `accounts`: sign-in name -> name, of the whole installation."""

    units: Mapping[str, str | None] = field(default_factory=dict)
    posts: Mapping[PostKey, PostState] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    closed_accounts: frozenset[str] = frozenset()
    held: tuple[Held, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, tuple[dt.date, dt.date]] = field(default_factory=dict)
    own_username: str = ""
    own_posts: frozenset[PostKey] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be written. `table`: unit, post, account, appointment, class, term."""

    table: str
    new: bool
    name: str
    values: Mapping[str, Any]


@dataclass(slots=True)
class Plan:
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, table: str, name: str, values: Mapping[str, Any], *, new: bool = True) -> None:
        self.changes.append(Change(table, new, name, values))


def plan(rows: Mapping[str, list[Row]], state: State) -> Plan:
    """The changes in the order in which they can be written, or the problems that stand against it."""
    made = Plan()
    units = _plan_units(made, _once(made, rows["units"], "name"), state)
    posts = _plan_posts(made, _once(made, rows["posts"], "unit", "title"), state, units)
    _plan_people(made, rows["people"], state, posts)
    for row in _once(made, rows["classes"], "name"):
        name, grade = row.values["name"], row.values["grade"]
        if state.classes.get(name) != grade:
            made.add("class", name, {"grade": grade}, new=name not in state.classes)
    _plan_terms(made, _once(made, rows["terms"], "name"), state)
    return made


def _once(made: Plan, rows: Iterable[Row], *keys: str) -> list[Row]:
    """The rows without repeats; a repeat that says something else is a problem."""
    first: dict[Hashable, Row] = {}
    for row in rows:
        key = tuple(row.values[name] for name in keys)
        earlier = first.setdefault(key, row)
        if earlier.values != row.values:
            message = _("Row %(n)d says something else about the same name.") % {"n": earlier.number}
            made.problems.append(row.problem(keys[-1], message, _("Keep one of the two rows.")))
    return list(first.values())


def _plan_units(made: Plan, rows: list[Row], state: State) -> dict[str, str | None]:
    units: dict[str, str | None] = dict(state.units)
    named = {row.values["name"] for row in rows}
    for row in rows:
        name, parent = row.values["name"], row.values["parent"] or None
        if parent and parent not in named and parent not in state.units:
            made.problems.append(row.problem("parent", _unknown(parent), _("Add it to the sheet of units.")))
            continue
        units[name] = parent or units.get(name)
    for row in rows:
        if _circles(units, row.values["name"]):
            made.problems.append(
                row.problem("parent", _("A unit can't stand below itself."), _("Choose another unit above it."))
            )
    for name in _parents_first([row.values["name"] for row in rows], units):
        if name not in state.units or state.units[name] != units[name]:
            made.add("unit", name, {"parent": units[name]}, new=name not in state.units)
    return units


def _plan_posts(made: Plan, rows: list[Row], state: State, units: Mapping[str, str | None]) -> dict[PostKey, PostState]:
    posts = dict(state.posts)
    keys = {(row.values["unit"], row.values["title"]) for row in rows} | set(posts)
    for row in rows:
        key = (row.values["unit"], row.values["title"])
        if row.values["unit"] not in units:
            made.problems.append(row.problem("unit", _unknown(row.values["unit"]), _("Add it to the sheet of units.")))
            continue
        before = posts.get(key, PostState())
        superior = _named_post(made, row, "reports_to", keys) or before.reports_to
        posts[key] = PostState(row.values["roles"] or before.roles, superior, row.values["head"] or before.head)
    _check_posts(made, rows, posts, state)
    for row in rows:
        key = (row.values["unit"], row.values["title"])
        if key in posts and state.posts.get(key) != posts[key]:
            values = {"unit": key[0], "title": key[1], "state": posts[key]}
            made.add("post", f"{key[0]}/{key[1]}", values, new=key not in state.posts)
    return posts


def _check_posts(made: Plan, rows: list[Row], posts: Mapping[PostKey, PostState], state: State) -> None:
    above = {key: post.reports_to for key, post in posts.items()}
    heads = sorted(key for key, post in posts.items() if post.head)
    for row in rows:
        key = (row.values["unit"], row.values["title"])
        if key not in posts:
            continue
        if _circles(above, key):
            made.problems.append(
                row.problem("reports_to", _("A post can't stand above itself."), _("Choose another superior."))
            )
        if row.values["head"] and len(heads) > 1:
            others = "、".join("/".join(head) for head in heads if head != key)
            message = _("The organisation has a head already: %(others)s.") % {"others": others}
            made.problems.append(row.problem("head", message, _("Mark one post as head.")))
        if key in state.own_posts and posts[key].roles != state.posts[key].roles:
            made.problems.append(
                row.problem(
                    "roles",
                    _("Nobody changes the roles of their own post."),
                    _("Ask the second administrator to do it."),
                )
            )


def _plan_people(made: Plan, rows: list[Row], state: State, posts: Mapping[PostKey, PostState]) -> None:
    names: dict[str, Row] = {}
    held = list(state.held)
    added: set[str] = set()
    for row in rows:
        values = row.values
        problem = _person_problem(row, state, names.setdefault(values["username"], row))
        key = _named_post(made, row, "post", set(posts), unit=values["unit"])
        if problem is not None:
            made.problems.append(problem)
        if problem is not None or key is None:
            continue
        wish = Held(values["username"], key, Period(values["from"], values["until"]), values["deputy"])
        if any(wish.same_start(other) for other in held):
            continue
        clash = _clash(row, wish, held, state)
        if clash is not None:
            made.problems.append(clash)
            continue
        held.append(wish)
        if wish.username not in state.accounts and wish.username not in added:
            added.add(wish.username)
            contact = {"email": values["email"], "phone": values["phone"]}
            made.add("account", values["name"], {"username": wish.username, **contact})
        made.add("appointment", f"{values['name']} · {key[0]}/{key[1]}", {"held": wish})


def _person_problem(row: Row, state: State, first: Row) -> Problem | None:
    values = row.values
    username = values["username"]
    known = state.accounts.get(username, first.values["name"])
    if known != values["name"]:
        # Whose it is stays unsaid: it may be somebody of another organisation.
        message = _("The sign-in name “%(username)s” belongs to somebody with another name.") % {"username": username}
        return row.problem("username", message, _("Choose another sign-in name, or correct the name."))
    if username in state.closed_accounts:
        message = _("The account “%(username)s” is switched off.") % {"username": username}
        return row.problem("username", message, _("Switch it on again on the page of people first."))
    if values["until"] is not None and values["until"] < values["from"]:
        return row.problem("until", _("The last day lies before the first."), _("Correct one of the two dates."))
    return None


def _clash(row: Row, wish: Held, held: Iterable[Held], state: State) -> Problem | None:
    """A new appointment of oneself, the same post twice at a time, or a second principal."""
    if wish.username == state.own_username:
        return row.problem(
            "username", _("Nobody gives a post to themselves."), _("Ask the second administrator to do it.")
        )
    for other in held:
        if other.ended or other.post != wish.post or not other.period.overlaps(wish.period):
            continue
        if other.username == wish.username:
            message = _("The post is held from %(day)s already.") % {"day": other.period.start.isoformat()}
            return row.problem("from", message, _("Give that day, or end the appointment on the page of people."))
        if not other.deputy and not wish.deputy:
            name = state.accounts.get(other.username, other.username)
            message = _("%(name)s holds this post in that time.") % {"name": name}
            return row.problem("post", message, _("End that appointment first, or write 是 under 代理 (deputy)."))
    return None


def _plan_terms(made: Plan, rows: list[Row], state: State) -> None:
    terms = dict(state.terms)
    for row in rows:
        name, first, last = row.values["name"], row.values["first"], row.values["last"]
        if last <= first:
            made.problems.append(
                row.problem("last", _("The term ends before it starts."), _("Correct one of the two dates."))
            )
            continue
        other = next((key for key, days in terms.items() if key != name and days[0] <= last and first <= days[1]), None)
        if other is not None:
            message = _("These days lie across the term “%(name)s”.") % {"name": other}
            made.problems.append(row.problem("first", message, _("Give days that belong to one term only.")))
            continue
        terms[name] = (first, last)
        if state.terms.get(name) != (first, last):
            made.add("term", name, {"first": first, "last": last}, new=name not in state.terms)


def _named_post(made: Plan, row: Row, column: str, posts: set[PostKey], unit: str = "") -> PostKey | None:
    """The post that a cell names: by its title, or as 科室/岗位 where the title is there twice."""
    text = row.values[column]
    if not text:
        return None
    home, _slash, title = text.rpartition("/")
    home = home.strip() or unit
    found = sorted(key for key in posts if key[1] == title.strip() and (not home or key[0] == home))
    if len(found) == 1:
        return found[0]
    if not found:
        label = f"{home}/{title.strip()}" if home else title.strip()
        made.problems.append(row.problem(column, _unknown(label), _("Add it to the sheet of posts.")))
    else:
        message = _("There are several posts with this title.")
        made.problems.append(row.problem(column, message, _("Write it as unit/post, for example 总务处/主任.")))
    return None


def _unknown(name: str) -> str:
    return _("“%(name)s” is not known.") % {"name": name}


def _circles(above: Mapping[Any, Any], start: Hashable) -> bool:
    seen = {start}
    at = above.get(start)
    while at is not None:
        if at == start:
            return True
        if at in seen:
            return False
        seen.add(at)
        at = above.get(at)
    return False


def _parents_first(names: Iterable[str], parents: Mapping[str, str | None]) -> list[str]:
    """The names with each parent before its children; circles were reported before."""

    def depth(name: str) -> int:
        seen: set[str] = set()
        at: str | None = name
        while at is not None and at not in seen:
            seen.add(at)
            at = parents.get(at)
        return len(seen)

    return sorted(names, key=depth)
