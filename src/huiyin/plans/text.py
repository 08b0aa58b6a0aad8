"""A plan as plain lines, each with the key of the piece that it says: for checks, for comparing versions, for paper without a layout.

What is not written in a part (roles, levels, steps …) stands after the clauses of the part where it belongs, or under a
heading of its own at the end. Lines carry no running numbers: a step put in between changes one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.plans.schema import Contact, Level, Limit, Part, PlanDocument, Resource, Role, Step, Trigger

MINUTES_A_DAY = 24 * 60
HOMES: dict[str, tuple[str, ...]] = {
    "roles": ("organisation", "duties"),
    "levels": ("levels",),
    "triggers": ("triggers",),
    "before": ("prevention",),
    "steps": ("response",),
    "ending": ("recovery",),
    "after": ("aftercare",),
    "limits": ("reporting",),
    "resources": ("support",),
    "contacts": ("contacts",),
}
"""Behind the clauses of which parts each group of pieces stands: the first of them that the plan has."""
_P = TypeVar("_P", Role, Level, Trigger, Step, Limit, Resource, Contact)


@dataclass(frozen=True)
class Line:
    """A line and the key of its piece (empty: a heading that is not in the plan)."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class _Marks:
    colon: str
    comma: str
    stop: str
    brackets: tuple[str, str]


_CHINESE = _Marks("：", "；", "。", ("（", "）"))
_LATIN = _Marks(": ", "; ", ". ", (" (", ")"))


def plain(document: PlanDocument) -> str:
    """The whole plan as text, a line a piece."""
    return "".join(f"{line.text}\n" for line in lines(document))


def lines(document: PlanDocument) -> tuple[Line, ...]:
    """The whole plan, in its own language."""
    with translation.override(document.language):
        return tuple(_Writer(document).lines())


class _Writer:
    def __init__(self, document: PlanDocument) -> None:
        self.document = document
        self.marks = _LATIN if document.language == "en" else _CHINESE
        self.roles = {role.key: role.title for role in document.roles}
        self.levels = {level.key: level.title for level in document.levels}
        self.steps = {step.key: step.action for step in document.steps}

    def lines(self) -> Iterable[Line]:
        yield Line(self.document.title)
        groups = self._groups()
        for part in self.document.parts:
            yield Line(heading(part), part.key)
            for clause in part.clauses:
                yield Line(self._with_law(clause.text, clause.law), clause.key)
            for group in groups:
                if part.part in group.homes and not group.written:
                    group.written = True
                    yield from group.lines
        for group in groups:
            if group.lines and not group.written:
                yield Line(group.heading)
                yield from group.lines
        for annex in self.document.annexes:
            yield Line(self._named(_("Annex"), annex.title), annex.key)
            yield from (Line(text, annex.key) for text in annex.text.splitlines())
        for piece in self.document.unplaced:
            yield from (Line(text, piece.key) for text in piece.text.splitlines())

    def _groups(self) -> list[_Group]:
        d = self.document
        before = [step for step in d.steps if step.phase == "prevention"]
        during = [step for step in d.steps if step.phase in ("first", "response")]
        ending = [step for step in d.steps if step.phase == "stand-down"]
        after = [step for step in d.steps if step.phase == "aftercare"]
        return [
            _group("roles", _("Who does what"), d.roles, self._role),
            _group("levels", _("Levels"), d.levels, self._level),
            _group("triggers", _("When it starts"), d.triggers, self._trigger),
            _group("before", _("Beforehand"), before, self._step),
            _group("steps", _("Steps"), during, self._step),
            _group("ending", _("Ending it"), ending, self._step),
            _group("after", _("Afterwards"), after, self._step),
            _group("limits", _("Time limits"), d.limits, self._limit),
            _group("resources", _("Things needed"), d.resources, self._resource),
            _group("contacts", _("Contacts"), d.contacts, self._contact),
        ]

    def _role(self, role: Role) -> str:
        duties = self._labelled(_("Duties"), self.marks.comma.join(role.duties))
        return self._sentences(self._named(role.title, role.holder), duties)

    def _level(self, level: Level) -> str:
        begins = self._labelled(_("Begins when"), level.begins)
        ends = self._labelled(_("Ends when"), level.ends)
        decided = self._labelled(_("Decided by"), level.decided_by)
        return self._with_law(self._sentences(level.title, begins, ends, decided), level.law)

    def _trigger(self, trigger: Trigger) -> str:
        return self._with_law(self._named(trigger.text, self.levels.get(trigger.level, "")), trigger.law)

    def _step(self, step: Step) -> str:
        facts = [
            self._when(step),
            *(self.levels[level] for level in step.levels),
            self._labelled(_("Shown by"), step.proof),
            self._labelled(_("Tells"), self.roles.get(step.tells, step.tells)),
            self._labelled(_("Rings"), step.calls_out),
        ]
        said = self._named(self.roles.get(step.role, ""), step.action)
        return self._with_law(said + self._aside(self._list(*facts)), step.law)

    def _when(self, step: Step) -> str:
        if step.within is None:
            length = ""
        elif step.within == 0:
            length = _("at once")
        elif step.within % MINUTES_A_DAY == 0:
            days = step.within // MINUTES_A_DAY
            length = ngettext("within %(days)s day", "within %(days)s days", days) % {"days": days}
        else:
            length = ngettext("within %(minutes)s minute", "within %(minutes)s minutes", step.within)
            length %= {"minutes": step.within}
        if not step.after:
            return length
        return (_("after “%(step)s” %(length)s") % {"step": _begins(self.steps[step.after]), "length": length}).strip()

    def _limit(self, limit: Limit) -> str:
        return self._with_law(limit.text, limit.law)

    def _resource(self, resource: Resource) -> str:
        keeper = self._labelled(_("Kept by"), self.roles.get(resource.keeper, resource.keeper))
        return self._list(self._named(resource.name, resource.place), resource.count, keeper)

    def _contact(self, contact: Contact) -> str:
        return self._named(contact.name, contact.number or "____") + self._aside(contact.what_for)

    def _named(self, name: str, value: str) -> str:
        return self.marks.colon.join(filter(None, (name, value)))

    def _labelled(self, label: str, value: str) -> str:
        return self._named(label, value) if value else ""

    def _list(self, *said: str) -> str:
        return self.marks.comma.join(filter(None, said))

    def _sentences(self, *said: str) -> str:
        """For what has a `;` of its own."""
        return self.marks.stop.join(filter(None, said))

    def _with_law(self, text: str, law: str) -> str:
        return text + self._aside(law)

    def _aside(self, text: str) -> str:
        before, behind = self.marks.brackets
        return f"{before}{text}{behind}" if text else ""


@dataclass
class _Group:
    """Pieces that are written together. `homes`: the parts after whose clauses they may stand."""

    homes: tuple[str, ...]
    heading: str
    lines: list[Line]
    written: bool = False


def _group(name: str, heading: str, pieces: Iterable[_P], say: Callable[[_P], str]) -> _Group:
    return _Group(HOMES[name], heading, [Line(say(piece), piece.key) for piece in pieces])


def _begins(action: str) -> str:
    """The first words of an action, enough to find it by."""
    return re.split("[，：；,:;]", action, maxsplit=1)[0]


def heading(part: Part) -> str:
    """`一、Title`, `（一）Title`; a number that brings its own marks is left as it is."""
    if not part.number or not part.number[-1].isalnum():
        return part.number + part.title
    return f"{part.number}、{part.title}" if part.level == 1 else f"（{part.number}）{part.title}"
