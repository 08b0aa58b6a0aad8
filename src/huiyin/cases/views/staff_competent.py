"""The card of a clerk who sorts: which office is competent by the data, by which text, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases import taxonomy
from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.cases.queries.case_page_acts import Act, acts_of
from huiyin.cases.queries.competent import competent_for
from huiyin.cases.sections import Section
from huiyin.organisations.access import Actor, may
from huiyin.organisations.queries import CompetenceRow, Competent
from huiyin.web.components import Link

from .staff_parts import verb_url

BEFORE = ("register", "sort", "accept", "transfer", "refuse")
"""While one of these can be done, it matters who is competent."""


@dataclass(frozen=True, slots=True)
class Line:
    """An office, why it is named, and the act that follows from it."""

    row: CompetenceRow
    why: str
    act: Link | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """`subject`: for what; empty while the case has no category. `add`: where a missing row is entered."""

    subject: str
    best: tuple[Line, ...] = ()
    others: tuple[Line, ...] = ()
    add: Link | None = None


def section(actor: Actor, case: Case) -> Section | None:
    """On the page of a case, until somebody has accepted it or passed it on."""
    card = card_of(actor, case)
    return Section("competent", "cases/staff/competent_card.html", {"card": card}, order=5) if card else None


def card_of(actor: Actor, case: Case, category: str | None = None) -> Card | None:
    """`category`: one that is being chosen on the page. None where there is nothing to decide for this post."""
    if case.kind == Kind.MISCONDUCT or not may(actor, "sort", case):
        return None
    acts = {act.verb: act for act in acts_of(actor, case) if act.possible}
    if not set(BEFORE) & set(acts):
        return None
    code = category if category is not None else case.category.code if case.category else ""
    if not code:
        return Card("")
    titles = taxonomy.paths(get_language() or "zh-hans")
    found = competent_for(case, code)
    return Card(
        titles.get(code, code),
        tuple(Line(row, _why(found, row, titles), _act(case, row, acts)) for row in found.best),
        tuple(Line(row, _why(found, row, titles), _act(case, row, acts)) for row in found.others),
        None if found.known else _add(actor, code),
    )


def _why(found: Competent, row: CompetenceRow, titles: dict[str, str]) -> str:
    """In plain words: where it stands, and what puts it before or behind others."""
    places = {
        "here": _("this office"),
        "below": _("an office below this one"),
        "above": _("an office above this one"),
        "elsewhere": _("another office"),
    }
    parts = [places[row.where]]
    if row.named:
        parts.append(_("its area is named in what was said"))
    elif row in found.best and len(found.best) > 1:
        parts.append(_("one of several: the place says which"))
    if row.wider:
        subject = titles.get(row.category, row.category) or _("Every subject")
        parts.append(_("for the wider subject “%(subject)s”") % {"subject": subject})
    elif row not in found.best and row.where == "above":
        parts.append(_("after the lower one"))
    return " · ".join(parts)


def _act(case: Case, row: CompetenceRow, acts: dict[str, Act]) -> Link | None:
    """What follows for this office: accept here, pass on there; before that it is registered, and sorted so."""
    ours = row.where == "here"
    verb = next((one for one in ("accept" if ours else "transfer", "register", "sort") if one in acts), "")
    if not verb:
        return None
    words = {
        "accept": _("We accept it"),
        "transfer": _("Pass it on there"),
        "register": _("Register it"),
        "sort": _("Sort it: it is ours") if ours else _("Sort it: it is theirs"),
    }
    given: dict[str, str] = {}
    if verb == "transfer":
        reason = _("By the data %(office)s is competent: %(source)s.") % {"office": row.name, "source": row.source}
        given = {"organisation": row.organisation, "reason": reason}
    elif verb == "sort" and not ours:
        given = {"competent": ""}
    address = verb_url(case.public_id, verb)
    return Link(f"{address}?{urlencode(given)}" if given else address, words[verb], note=row.name)


def _add(actor: Actor, code: str) -> Link:
    if may(actor, "manage_competences"):
        given = urlencode({"category": code})
        return Link(f"{reverse('cases:competence-new')}?{given}", _("Add a row"))
    return Link(reverse("cases:competences"), _("Look at the table"))
