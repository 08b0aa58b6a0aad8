"""Whether the pieces of a plan document hold together: who does it, who deputises, how they are reached, how long it takes. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from huiyin.plans.checking import sources
from huiyin.plans.checking.lawfulness import check as unlawful
from huiyin.plans.checking.problems import Problem
from huiyin.plans.schema import Limit, PlanDocument, Role, Source, Step
from huiyin.plans.text import lines as plain_lines

_COMPULSORY = re.compile(r"隔离|封锁|封控|封闭(?!窗)|扣押|强制|查验|限制(?:进出|出入|人员|活动)|征用|约束")
_REPORT = re.compile(r"报告|上报|报送|报教育|报疾控|续报")
_HEADS = re.compile(r"\d+\s*(?:人|名)(?:以上|以下)?|[一二三四五六七八九十百]+(?:人|名)以上")
_HARM = re.compile(r"伤|亡|病|中毒|受害|失踪|被困|死")
_DIGITS = re.compile(
    r"[\d一二三四五六七八九十半两]+\s*(?:个)?(?:秒|分钟?|小时|天|日|工作日)(?:之?内|以内)?|\s|[，。；、]"
)
_NOT_GRADED = frozenset({"petition", "bullying", "violence", "self-harm"})
_REPORT_WITHIN = {
    "infectious": (120, ("PHE 30",)),
    "building": (60, ("SAF 9",)),
    "laboratory": (60, ("SAF 9",)),
    "traffic": (60, ("SAF 9",)),
}
"""PC-11, from the reporting clocks: minutes, and the article. A health event is reported at once; two hours is the outermost."""


def check(document: PlanDocument, units: Collection[str] = ()) -> list[Problem]:
    """All of it. `units`: the names of the units and posts of the office; without them nobody is taken for unknown."""
    return [
        *_roles(document),
        *_steps(document),
        *_reach(document),
        *(_unknown_units(document, units) if units else ()),
        *_contradictions(document),
        *_reporting(document),
        *_measures(document),
        *_levels(document),
        *_grades(document),
        *_unlawful_steps(document),
    ]


def _problem(
    rule: str, key: str, text: str, why: str, source: Source | None = None, articles: tuple[str, ...] = ()
) -> Problem:
    lines = (source.first, source.last) if source else None
    return Problem(rule, text, why, sources.cite(articles) if articles else "", lines, key)


def _roles(document: PlanDocument) -> Iterable[Problem]:
    """An empty role; PC-12: a role that nobody takes over."""
    for role in document.roles:
        if not role.post and not role.holder.strip():
            yield _problem("role-empty", role.key, role.title, _("Nobody holds this role."), role.source)
        elif role.post and not role.deputies:
            yield _problem("PC-12", role.key, role.title, _("This role has no deputy."), role.source)


def _steps(document: PlanDocument) -> Iterable[Problem]:
    for step in document.steps:
        if not step.role:
            yield _problem("step-without-doer", step.key, step.action, _("Nobody is named who does this."), step.source)


def _reach(document: PlanDocument) -> Iterable[Problem]:
    """A number that rings nowhere, and a doer whom nobody can reach."""
    roles = {role.key: role for role in document.roles}
    for contact in document.contacts:
        if not contact.number.strip() and not _reachable(roles.get(contact.role)):
            yield _problem(
                "number-missing", contact.key, contact.name, _("There is no number to ring."), contact.source
            )
    numbered = {contact.role for contact in document.contacts if contact.number.strip()}
    for key in dict.fromkeys(step.role for step in document.steps if step.role):
        role = roles[key]
        if key not in numbered and not _reachable(role):
            why = _("This role has steps, and there is no way to reach it: no post, no number.")
            yield _problem("doer-unreachable", key, role.title, why, role.source)


def _reachable(role: Role | None) -> bool:
    """A post is reached through its holder and its deputies."""
    return role is not None and bool(role.post)


def _unknown_units(document: PlanDocument, units: Collection[str]) -> Iterable[Problem]:
    """A plan that calls on a unit that does not exist, neither in the office nor in the plan."""
    own = {name for role in document.roles for name in (role.key, role.title, role.team) if name}
    known = {*units, *own, *(contact.name for contact in document.contacts)}
    called = [(step.key, step.tells, step.source) for step in document.steps]
    called += [(role.key, role.team, role.source) for role in document.roles if role.team not in units]
    called += [(resource.key, resource.keeper, resource.source) for resource in document.resources]
    teams = {role.team for role in document.roles}
    for key, name, source in called:
        if not name or any(one in name or name in one for one in known - (teams if name in teams else set())):
            continue
        if name in teams and any(role.team == name and (role.post or role.holder) for role in document.roles):
            continue
        yield _problem("unit-unknown", key, name, _("There is no unit, post or role of this name."), source)


def _contradictions(document: PlanDocument) -> Iterable[Problem]:
    """Two lengths of time for the same act, at a common level."""
    steps: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in document.steps:
        if step.within is not None:
            steps[step.role, _DIGITS.sub("", step.action)].append(step)
    for same in steps.values():
        first, *others = same
        for other in others:
            common = not first.levels or not other.levels or set(first.levels) & set(other.levels)
            if common and other.within != first.within and other.after == first.after:
                why = _("The same act has %(first)s minutes elsewhere and %(other)s here.")
                numbers = {"first": first.within, "other": other.within}
                yield _problem("minutes-contradict", other.key, other.action, why % numbers, other.source)
    limits: dict[str, list[Limit]] = defaultdict(list)
    for limit in document.limits:
        limits[_DIGITS.sub("", limit.text)].append(limit)
    for words, alike in limits.items():
        lengths = {(limit.minutes, limit.days) for limit in alike}
        if words and len(lengths) > 1:
            last = alike[-1]
            yield _problem("minutes-contradict", last.key, last.text, _("The same act has two limits."), last.source)


def _reporting(document: PlanDocument) -> Iterable[Problem]:
    """PC-11: a report that may wait longer than the law lets it."""
    if document.kind not in _REPORT_WITHIN:
        return
    most, articles = _REPORT_WITHIN[document.kind]
    why = _("The law lets this report wait %(most)s minutes at most.") % {"most": most}
    for step in document.steps:
        if step.within is not None and step.within > most and _REPORT.search(step.action) and "书面" not in step.action:
            yield _problem("PC-11", step.key, step.action, why, step.source, articles)


def _measures(document: PlanDocument) -> Iterable[Problem]:
    """PC-16: a compulsory measure names the power that it rests on."""
    why = _("A compulsory measure needs its legal basis and who holds the power; the mildest of several is taken.")
    for step in document.steps:
        if (
            _COMPULSORY.search(step.action)
            and not step.law
            and not re.search(r"不得|不准|不(?:强制|限制|查验)", step.action)
        ):
            yield _problem("PC-16", step.key, step.action, why, step.source, ("ERL 10", "ERL 11", "ERL 74"))


def _levels(document: PlanDocument) -> Iterable[Problem]:
    """PC-03: a level says when it begins and when it ends."""
    for level in document.levels:
        if not level.begins.strip():
            why = _("This level does not say when it begins.")
            yield _problem("PC-03", level.key, level.title, why, level.source, ("P24 18",))
        if not level.ends.strip():
            why = _("This level does not say when it ends.")
            yield _problem("PC-03", level.key, level.title, why, level.source, ("P24 18", "ERL 72"))


def _grades(document: PlanDocument) -> Iterable[Problem]:
    """PC-18: the four grades are for disasters, accidents and health events; elsewhere harm decides, not heads."""
    if document.kind not in _NOT_GRADED:
        return
    for level in document.levels:
        if _HEADS.search(level.begins) and not _HARM.search(level.begins):
            why = _("Grade by harm and by who must act, not by how many people come.")
            yield _problem("PC-18", level.key, f"{level.title} {level.begins}", why, level.source, ("ERL 3",))


def _unlawful_steps(document: PlanDocument) -> Iterable[Problem]:
    """A step that is unlawful itself, or was made from a clause that is (PC-13)."""
    lines = plain_lines(document)
    marked: dict[str, str] = {}
    for mark in unlawful([line.text for line in lines], broken=False):
        for number in range(mark.lines[0], mark.lines[1] + 1):
            if mark.level == "block" and (key := lines[number - 1].key):
                marked.setdefault(key, mark.rule)
    for step in document.steps:
        rule = marked.get(step.key) or marked.get(step.clause)
        if rule:
            why = _("An unlawful clause (%(rule)s) never becomes a step.") % {"rule": rule}
            yield _problem("PC-13", step.key, step.action, why, step.source)
