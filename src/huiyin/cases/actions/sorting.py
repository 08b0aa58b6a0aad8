"""The window's verbs: register, tell, sort, accept, refuse, pass on, name the lawful way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Category, Letter
from huiyin.cases.models.case import Kind
from huiyin.cases.queries.competent import competent_for
from huiyin.cases.search import actions as search
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Organisation

from .answer_dates import due_parts
from .letters import Part, write_letter
from .levels import asks_to_be_passed_on, decided_here, passed_on
from .passing import pass_on
from .procedure import Doing, Line, advance, advance_or_note, locked
from .referring import goes_up, refer_up
from .written import need


@dataclass(frozen=True, slots=True)
class Sorting:
    """What a clerk decides about a concern. `claim_channel`: article 31 (1) to (6), for claims alone.

    `alerts`: what can't wait, of `ALERTS`; a track of its own opens for it at once. `otherwise`: why, where the table of
    competences names another office than the clerk does.
    """

    kind: str
    category: str
    title: str
    claim_channel: int | None = None
    competent: bool = True
    complex: bool = False
    alerts: frozenset[str] = frozenset()
    otherwise: str = ""


ALERTS = ("child_safety", "accident", "staff_appeal", "urgent", "health_safety", "would_harm")
"""Facts that open a track or a clock at once. `would_harm`: telling the parents first would harm the child."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The next door: who is competent, and how to get there."""

    body: str
    address: str = ""
    organisation: str = ""


def register(*, actor: Actor, case_id: int, version: int, category: str) -> Case:
    """Take it into the register with a category (条例 22, 23)."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "register", case)
        case.category = _category(category)
        advance_or_note(Doing.by_staff(case, "register", actor, at), given={"category"})
    return case


def notify(*, actor: Actor, case_id: int, version: int, path: str) -> Case:
    """Tell the person in writing: received, by which path, by which procedure (条例 23)."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "sort", case)
        need(path, "path", _("Say which way it goes now and who answers for it."))
        doing = Doing.by_staff(case, "notify", actor, at)
        letter = write_letter(doing, "notify", [Part("path", path)])
        advance(doing, given={"path_and_procedure"}, line=Line(note=path), rows=[letter])
    return case


def sort(*, actor: Actor, case_id: int, version: int, sorting: Sorting) -> Case:
    """Kind, category, and for a claim which of the six ways of article 31."""
    at = time.now()
    if sorting.kind not in (Kind.SUGGESTION, Kind.CLAIM):
        raise BadInput("kind", _("Choose suggestion or claim."), _("A report about a person goes the sealed way."))
    if sorting.kind == Kind.CLAIM and sorting.claim_channel not in range(1, 7):
        raise BadInput(
            "claim_channel",
            _("Choose which way the law has for this claim."),
            _("Most are the sixth: everything else."),
        )
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "sort", case)
        case.kind = sorting.kind
        case.claim_channel = sorting.claim_channel if sorting.kind == Kind.CLAIM else None
        case.category = _category(sorting.category)
        case.title = sorting.title.strip()[:200] or case.title
        alerts = {name: True for name in ALERTS if name in sorting.alerts}
        case.facts = {**case.facts, "competent": sorting.competent, "complex": sorting.complex, **alerts}
        line = Line(sorting.otherwise.strip(), data={"kind": case.kind, "by_data": _by_data(case, sorting)})
        advance_or_note(Doing.by_staff(case, "sort", actor, at), given={"kind", "category", "assessment"}, line=line)
        search.index(case)
    return case


def accept(*, actor: Actor, case_id: int, version: int, conflict_free: bool, note: str = "") -> Case:
    """Accept (受理). The time for an answer begins today; the letter says until when, and by which rule (条例 23, 34).

    `conflict_free`: that nobody who would get it is concerned by the matter (条例 28).
    """
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "accept", case)
        if not conflict_free:
            raise BadInput(
                "conflict_free", _("Nobody who is concerned by it may work on it."), _("Pass it up instead.")
            )
        case.facts = {**case.facts, "conflict_free": True}
        doing = Doing.by_staff(case, "accept", actor, at)

        def letter() -> list[Letter]:
            words = [Part("note", note)] if note.strip() else []
            return [write_letter(doing, "accept", [*due_parts(case), *words])]

        advance(doing, line=Line(note=note), rows=decided_here(case, at), then=letter)
    return case


def refuse(*, actor: Actor, case_id: int, version: int, reason: str, elsewhere: Elsewhere) -> Case:
    """Say in writing why not, and who is competent (条例 23)."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "refuse", case)
        need(reason, "reason", _("Give the reason with its article."))
        need(elsewhere.body, "body", _("Name who is competent: nobody leaves without the next door."))
        doing = Doing.by_staff(case, "refuse", actor, at)
        letter = write_letter(doing, "refuse", [Part("reason", reason), Part("competent", _door(elsewhere))])
        line = Line(note=reason, data={"competent": elsewhere.body})
        advance(doing, given={"reason", "competent_body"}, line=line, rows=[letter])
    return case


def transfer(*, actor: Actor, case_id: int, version: int, reason: str, elsewhere: Elsewhere) -> Case:
    """Pass it to the competent body (转送) and tell the person where it went (条例 22, 23).

    A body that uses this installation gets the case itself; for another one the letter is the slip that goes with it. To an
    office above it is referred up: that office says whether it takes it on, and until then this one answers.
    """
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "transfer", case)
        need(reason, "reason", _("Say why it is not yours."))
        receiver = _receiver(elsewhere.organisation)
        need(elsewhere.body or (receiver.name if receiver else ""), "body", _("Name the competent body."))
        case.facts = {**case.facts, "competent": False}
        if receiver is not None and goes_up(case, receiver):
            refer_up(case, receiver, actor, at, reason)
            return case
        doing = Doing.by_staff(case, "transfer", actor, at)
        door = receiver.name if receiver else _door(elsewhere)
        letter = write_letter(doing, "transfer", [Part("reason", reason), Part("competent", door)])
        given = {"competent_body", "transfer_slip", "reason"}
        rows = [letter, *passed_on(case, at)]
        advance(doing, given=given, line=Line(note=reason, data={"competent": door}), rows=rows)
        if receiver is not None:
            pass_on(case, receiver, doing)
    return case


def channel(*, actor: Actor, case_id: int, version: int, procedure: str) -> Case:
    """The law has a procedure of its own for it (条例 31 (1)-(4)): which, where, by when."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "channel", case)
        need(procedure, "procedure", _("Say which procedure, where, and by when it is begun."))
        doing = Doing.by_staff(case, "channel", actor, at)
        letter = write_letter(doing, "channel", [Part("procedure", procedure)])
        advance(doing, given={"procedure_named"}, line=Line(note=procedure), rows=[letter])
    return case


def _by_data(case: Case, sorting: Sorting) -> list[str]:
    """Which offices the data name. Whoever decides otherwise says why; the person reads it."""
    found = competent_for(case)
    if len(sorting.otherwise.strip()) >= 2:
        return [row.name for row in found.best]
    if sorting.competent and (wanted := asks_to_be_passed_on(case)):
        raise BadInput(
            "otherwise",
            _("The person wants it passed on to %(office)s at once.") % {"office": wanted.name},
            _("Do so, or say why you decide it here. The person reads it."),
        )
    if found.differs(keeps=sorting.competent):
        names = "、".join(row.name for row in found.best)
        raise BadInput(
            "otherwise",
            _("By the table of competences it is the matter of %(offices)s.") % {"offices": names},
            _("Decide so, or say why otherwise. The person reads it."),
        )
    return [row.name for row in found.best]


def _category(code: str) -> Category:
    category = Category.objects.filter(code=code, retired=False).first()
    if category is None:
        raise BadInput("category", _("Choose what it is about."), _("The nearest one will do; it can be changed."))
    return category


def _receiver(public_id: str) -> Organisation | None:
    return Organisation.objects.filter(public_id=public_id, closed_at=None).first() if public_id else None


def _door(elsewhere: Elsewhere) -> str:
    return "，".join(part.strip() for part in (elsewhere.body, elsewhere.address) if part.strip())
