"""The whole plan on A4: its parts in their order, and beside each clause the law; roles, levels, steps, numbers and things in tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.plans.schema import Clause, Part, Step
from huiyin.plans.text import HOMES, heading

from . import words
from .facts import PaperPlan

Block = dict[str, Any]


def whole(plan: PaperPlan) -> dict[str, Any]:
    """Title, what stands under it, and the blocks in order."""
    return {
        "title": words.title(plan, plan.document.title),
        "under": [plan.office, words.version(plan), *_signed(plan)],
        "contents": pgettext("paper", "Contents"),
        "blocks": list(_blocks(plan)),
    }


def _signed(plan: PaperPlan) -> Iterable[str]:
    if plan.approval is not None:
        signed = " ".join(filter(None, (plan.approval.title, plan.approval.name)))
        yield words.named(_("Signed by"), signed)


def _blocks(plan: PaperPlan) -> Iterator[Block]:
    groups = dict(_groups(plan))
    for part in plan.document.parts:
        yield _heading(heading(part), part.level)
        if part.clauses:
            yield _clauses(plan, part.clauses)
        yield from _at_home(part, groups)
    for name in list(groups):
        yield from ({**block, "level": 1} if block["kind"] == "heading" else block for block in groups.pop(name))
    yield from _annexes(plan)
    yield from _overruled(plan)
    yield from _unplaced(plan)


def _at_home(part: Part, groups: dict[str, list[Block]]) -> Iterator[Block]:
    """The tables that belong behind this part, each once; without a heading that says the title of the part again."""
    for name in [name for name in groups if part.part in HOMES[name]]:
        head, *rest = groups.pop(name)
        yield from rest if head["title"] in part.title else (head, *rest)


def _groups(plan: PaperPlan) -> Iterator[tuple[str, list[Block]]]:
    d = plan.document
    by_phase = {
        "before": [step for step in d.steps if step.phase == "prevention"],
        "steps": [step for step in d.steps if step.phase in ("first", "response")],
        "ending": [step for step in d.steps if step.phase == "stand-down"],
        "after": [step for step in d.steps if step.phase == "aftercare"],
    }
    titles = {
        "before": _("Beforehand"),
        "steps": pgettext("paper", "Steps"),
        "ending": _("Ending it"),
        "after": _("Afterwards"),
    }
    if d.roles:
        yield "roles", [_heading(_("Who does what"), 2), _roles(plan)]
    if d.levels:
        yield "levels", [_heading(pgettext("paper", "Levels"), 2), _levels(plan)]
    if d.triggers:
        yield "triggers", [_heading(_("When it starts"), 2), _triggers(plan)]
    for name, steps in by_phase.items():
        if steps:
            yield name, [_heading(titles[name], 2), *_steps(plan, steps)]
    if d.limits:
        yield "limits", [_heading(_("Time limits"), 2), _limits(plan)]
    if d.resources:
        yield "resources", [_heading(_("Things needed"), 2), _resources(plan)]
    if d.contacts:
        yield "contacts", [_heading(_("Contacts"), 2), _contacts(plan)]


def _heading(title: str, level: int) -> Block:
    return {"kind": "heading", "title": title, "level": level}


def _table(columns: Iterable[str], widths: Iterable[str], rows: Iterable[list[str]]) -> Block:
    """`widths`: parts of the page (`2fr`) or what the words need (`auto`)."""
    return {"kind": "table", "columns": list(columns), "widths": list(widths), "rows": list(rows)}


def _clauses(plan: PaperPlan, clauses: Iterable[Clause]) -> Block:
    marked = {one.key for one in plan.overruled}
    note = _("A reviewer's decision on this clause stands at the end.")
    return {
        "kind": "clauses",
        "rows": [[one.text, words.listed((one.law, note if one.key in marked else ""))] for one in clauses],
    }


def _roles(plan: PaperPlan) -> Block:
    def row(place: int) -> list[str]:
        role = plan.document.roles[place]
        taken = plan.holders_of(role)
        who = words.seat(taken.seat) if taken.seat else role.holder or _("nobody is named yet")
        deputies = " → ".join(map(words.seat, taken.deputies))
        if taken.seat and not deputies:
            deputies = _("nobody is named yet")
        return [
            role.title,
            "\n".join(filter(None, (who, words.named(pgettext("paper", "Deputies"), deputies) if deputies else ""))),
            words.joined(plan, role.duties),
        ]

    columns = (pgettext("paper", "Role"), pgettext("paper", "Who"), pgettext("paper", "Duties"))
    return _table(columns, ("2.9cm", "1fr", "1fr"), map(row, range(len(plan.document.roles))))


def _levels(plan: PaperPlan) -> Block:
    columns = (pgettext("paper", "Level"), _("Begins when"), _("Ends when"), pgettext("paper", "Decided by"))
    levels = sorted(plan.document.levels, key=lambda one: one.rank)
    rows = [[one.title + words.aside(one.law), one.begins, one.ends, one.decided_by] for one in levels]
    return _table(columns, ("2.9cm", "1fr", "1fr", "2.6cm"), rows)


def _triggers(plan: PaperPlan) -> Block:
    titles = {level.key: level.title for level in plan.document.levels}
    rows = [[one.text, titles.get(one.level, _("who leads proposes it")), one.law] for one in plan.document.triggers]
    return _table(
        (pgettext("paper", "When"), pgettext("paper", "Level"), pgettext("paper", "Law")),
        ("1fr", "3.6cm", "3.2cm"),
        rows,
    )


def _steps(plan: PaperPlan, steps: Iterable[Step]) -> Iterator[Block]:
    """Those of every level first, then what each level adds."""
    found = list(steps)
    groups = [("", [step for step in found if not step.levels])]
    for level in sorted(plan.document.levels, key=lambda one: one.rank):
        title = _("Besides, at the level: %(level)s") % {"level": level.title}
        groups.append((title, [step for step in found if level.key in step.levels]))
    for title, own in groups:
        if own:
            yield from [_heading(title, 3)] if title else []
            yield _table(
                (
                    pgettext("paper", "Step"),
                    pgettext("paper", "Who"),
                    pgettext("paper", "Within"),
                    _("Shown by"),
                    pgettext("paper", "Law"),
                ),
                ("1fr", "2.5cm", "2.3cm", "2.8cm", "2.4cm"),
                (_step(plan, step) for step in own),
            )


def _step(plan: PaperPlan, step: Step) -> list[str]:
    kept_out = step not in plan.steps
    notes = (
        words.named(pgettext("paper", "tell"), words.role_title(plan, step.tells)) if step.tells else "",
        words.named(pgettext("paper", "rings"), step.calls_out) if step.calls_out else "",
        _("printed only: it becomes nobody's task") if kept_out else "",
    )
    who = words.role_title(plan, step.role) or pgettext("step of a plan", "nobody yet")
    return [step.action + words.aside(words.listed(notes)), who, words.when(step, plan), step.proof, step.law]


def _limits(plan: PaperPlan) -> Block:
    return _table(
        (_("Time limit"), pgettext("paper", "Law")),
        ("1fr", "5cm"),
        ([one.text, one.law] for one in plan.document.limits),
    )


def _resources(plan: PaperPlan) -> Block:
    columns = (
        pgettext("paper", "Thing"),
        pgettext("paper", "Where"),
        pgettext("paper", "How many"),
        pgettext("paper", "Kept by"),
    )
    rows = [[one.name, one.place, one.count, words.role_title(plan, one.keeper)] for one in plan.document.resources]
    return _table(columns, ("1fr", "1fr", "3cm", "2.8cm"), rows)


def _contacts(plan: PaperPlan) -> Block:
    rows = [[one.name, words.ringable(one, plan), one.what_for] for one in plan.document.contacts]
    return _table(
        (pgettext("paper", "Whom"), pgettext("paper", "Number"), pgettext("paper", "What for")),
        ("4cm", "5.2cm", "1fr"),
        rows,
    )


def _annexes(plan: PaperPlan) -> Iterator[Block]:
    for annex in plan.document.annexes:
        yield _heading(words.named(pgettext("paper", "Annex"), annex.title), 1)
        if annex.text:
            yield {"kind": "text", "paragraphs": annex.text.splitlines()}


def _overruled(plan: PaperPlan) -> Iterator[Block]:
    """With its reason and its name: whoever reads the plan reads that a mark was set aside, by whom and why."""
    if not plan.overruled:
        return
    yield _heading(_("Marks of the check that a legal reviewer found mistaken"), 1)
    columns = (
        pgettext("paper", "Rule"),
        _("The words of the plan"),
        _("Why the mark is mistaken"),
        pgettext("paper", "Decided by"),
    )
    rows = [[one.rule, one.text, one.reason, f"{one.by}\n{words.day(one.on)}"] for one in plan.overruled]
    yield _table(columns, ("1.6cm", "1fr", "1fr", "3.2cm"), rows)


def _unplaced(plan: PaperPlan) -> Iterator[Block]:
    """Nothing of an imported file is left out."""
    if not plan.document.unplaced:
        return
    yield _heading(_("Lines of the file that have no place in the plan yet"), 1)
    for piece in plan.document.unplaced:
        lines = _("lines %(first)s–%(last)s") % {"first": piece.source.first, "last": piece.source.last}
        yield {"kind": "text", "paragraphs": [words.aside(lines).strip(), *piece.text.splitlines()]}
