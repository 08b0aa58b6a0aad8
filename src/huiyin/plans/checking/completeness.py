"""What the law demands that a plan says, and the plan doesn't. Data: `data/demands.toml`. Works on what was understood of a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from huiyin.plans.checking import sources
from huiyin.plans.checking.lawfulness.folding import Sentence, fold, sentences
from huiyin.plans.checking.problems import Problem
from huiyin.plans.rules import NO_PLANS
from huiyin.plans.schema import PartName
from huiyin.plans.understanding import Plan

_FILE = Path(__file__).resolve().parent / "data" / "demands.toml"
_CROWDED = frozenset({"fire", "earthquake", "crush", "building", "evacuation"})
_RARE_DRILL = re.compile(
    r"(?:每(?:个)?学期|每(?:个)?学年|每年|每半年|每季度?|一学期|一年)[^，。；]{0,14}(?:一|1|两|二|2)次[^，。；]{0,14}(?:疏散|应急|消防|逃生|撤离)?[^，。；]{0,6}演练|"
    r"(?:疏散|消防|逃生|应急疏散|撤离)演练[^，。；]{0,14}(?:每(?:个)?学期|每年|每学年|每半年)[^，。；]{0,8}次"
)
_LATE_REPORT = re.compile(
    r"(?P<number>\d+|[一二两三四五六七八九十]+|半)个?(?P<unit>小时|日|天)(?:之?内|以内)?[^，。；]{0,12}(?:报告|上报|报送|报)(?![^，。；]{0,4}书面|[^，。；]{0,6}材料)"
)
_NUMBERS = {"半": 0.5, "两": 2.0} | {sign: float(value) for value, sign in enumerate("一二三四五六七八九十", 1)}


class _Demand(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    part: PartName
    sections: tuple[PartName, ...]
    words: str
    articles: tuple[str, ...]
    kinds: tuple[str, ...] = ()


@cache
def _demands() -> tuple[_Demand, ...]:
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(_Demand.model_validate(one) for one in raw["parts"])


def missing(kinds: Collection[str], sections: Collection[PartName], lines: Sequence[str]) -> list[PartName]:
    """The parts that the law demands of plans of these kinds, and that neither one of the sections nor a clause does the work of."""
    asked = set(kinds) - NO_PLANS
    if not asked:
        return []
    text = "\n".join(fold(line) for line in lines)
    return [
        demand.part
        for demand in _demands()
        if (not demand.kinds or asked & set(demand.kinds))
        and not set(sections) & set(demand.sections)
        and not re.search(demand.words, text, re.MULTILINE)
    ]


def problems(plans: Sequence[Plan], lines: Sequence[str]) -> list[Problem]:
    """What is there and falls short of the law: levels, drills, reporting times, exits and warnings."""
    found: list[Problem] = []
    for plan in plans:
        if plan.kind in NO_PLANS:
            continue
        own = list(lines[plan.lines.first - 1 : plan.lines.last])
        offset = plan.lines.first - 1
        found += _levels(plan, own)
        found += _drills(own, offset)
        found += _reports(plan, own, offset)
        found += _exits(plan, own)
    return found


def _levels(plan: Plan, lines: Sequence[str]) -> list[Problem]:
    """PC-03: a plan with levels says when each begins and when the response ends."""
    if not plan.levels:
        return []
    found = [
        Problem(
            "PC-03",
            level.title,
            _("This level does not say when it begins."),
            sources.cite(("P24 18",)),
            (level.lines.first, level.lines.last),
        )
        for level in plan.levels
        if not level.begins.strip()
    ]
    if not re.search(
        r"(?:响应|预警|应急|处置)[^，。；]{0,6}(?:终止|结束|解除|降级)|(?:终止|结束|解除)[^，。；]{0,8}(?:响应|预警|应急)",
        fold("".join(lines)),
    ):
        why = _("The plan has levels and does not say when the response ends.")
        found.append(Problem("PC-03", plan.title, why, sources.cite(("P24 18", "ERL 72"))))
    return found


def _drills(lines: Sequence[str], offset: int) -> list[Problem]:
    """PC-08, where the text says how often a school drills, and nowhere that it drills evacuation every month."""
    text = fold("".join(lines))
    if re.search(r"演练[^。；]{0,20}每(?:个)?月|每(?:个)?月[^。；]{0,20}演练", text):
        return []
    if re.search(r"幼儿园", text[:200]):
        rare, why = (
            r"每(?:个)?(?:学期|学年|年|半年)",
            _("A kindergarten drills evacuation at least once every three months."),
        )
    elif re.search(r"学校|中学|小学|校园|师生", text):
        rare, why = (
            r"每(?:个)?(?:学期|学年|年|半年|季)|一学期|一年",
            _("A school drills evacuation at least once a month."),
        )
    else:
        return []
    return [
        Problem("PC-08", place[0], why, sources.cite(("DR14",)), _lines(sentence, place, offset))
        for sentence in sentences(lines)
        for place in _RARE_DRILL.finditer(sentence.text)
        if re.search(rare, place[0]) and re.search(r"疏散|消防|逃生|撤离|应急演练", sentence.text)
    ]


def _reports(plan: Plan, lines: Sequence[str], offset: int) -> list[Problem]:
    """PC-11: a report that may wait longer than the law lets it."""
    clocks = {
        "infectious": (0, ("PHE 30",), _("A health event in one's own unit is reported at once.")),
        "food": (0, ("FSL 103",), _("A food accident is reported promptly; nobody may delay it.")),
        "traffic": (60, ("SAF 9",), _("An accident is reported within one hour.")),
        "building": (60, ("SAF 9",), _("An accident is reported within one hour.")),
        "laboratory": (60, ("SAF 9",), _("An accident is reported within one hour.")),
    }
    if plan.kind not in clocks:
        return []
    most, articles, why = clocks[plan.kind]
    slack = 120 if most == 0 else most
    return [
        Problem("PC-11", place[0], why, sources.cite(articles), _lines(sentence, place, offset))
        for sentence in sentences(lines)
        for place in _LATE_REPORT.finditer(sentence.text)
        if _minutes(place) > slack and not re.search(r"书面|续报|补报|总结|零报告", sentence.text)
    ]


def _minutes(place: re.Match[str]) -> float:
    number = place["number"]
    value = float(number) if number.isdigit() else _NUMBERS.get(number, 0.0)
    return value * (60 if place["unit"] == "小时" else 1440)


def _exits(plan: Plan, lines: Sequence[str]) -> list[Problem]:
    """PC-17: where many people are, exits and alarm are named, and who receives warnings."""
    if plan.kind not in _CROWDED:
        return []
    text = fold("".join(lines))
    asked = (
        (r"出口|通道|楼梯|路线", _("No exits are named.")),
        (r"警报|报警|广播|哨|铃|信号", _("No alarm is named.")),
    )
    return [
        Problem("PC-17", plan.title, why, sources.cite(("ERL 37", "ERL 65¶3")))
        for words, why in asked
        if not re.search(words, text)
    ]


def _lines(sentence: Sentence, place: re.Match[str], offset: int) -> tuple[int, int]:
    return (
        sentence.places[place.start()].line + 1 + offset,
        sentence.places[place.end() - 1].line + 1 + offset,
    )
