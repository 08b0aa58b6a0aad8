"""`huiyin plans check FILE`: what is missing, out of date, or unlawful in a plan document."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from huiyin.plans.checking import completeness, lawfulness
from huiyin.plans.checking.lawfulness import Mark
from huiyin.plans.checking.problems import Problem
from huiyin.plans.checking.stale import Stale, stale
from huiyin.plans.reading import Text, read_file
from huiyin.plans.rules import NO_PLANS
from huiyin.plans.schema import PartName
from huiyin.plans.understanding import understand
from huiyin.plans.wording import PARTS


@dataclass(frozen=True, slots=True)
class Checked:
    """All that the checks say of one file."""

    missing: list[PartName]
    problems: list[Problem]
    stale: list[Stale]
    unlawful: list[Mark]

    @property
    def sound(self) -> bool:
        """Nothing is missing and nothing unlawful: a plan may go on to its reviewers."""
        return not self.missing and not self.unlawful

    def as_json(self) -> dict[str, object]:
        """With the names that scripts read."""
        return {
            "complete": not self.missing,
            "missing": self.missing,
            "problems": [asdict(one) for one in self.problems],
            "stale": [asdict(one) for one in self.stale],
            "unlawful": [asdict(one) for one in self.unlawful],
        }


def check(text: Text) -> Checked:
    """Check what was read from a file, each of the plans in it."""
    plans = understand(text).plans
    asked = [plan for plan in plans if plan.kind not in NO_PLANS]
    sections = {section.part for plan in asked for section in plan.sections}
    return Checked(
        missing=completeness.missing({plan.kind for plan in asked}, sections, text.lines),
        problems=completeness.problems(plans, text.lines),
        stale=stale(text.lines),
        unlawful=lawfulness.check(text.lines, broken=text.format != "docx"),
    )


def run(options: argparse.Namespace) -> int:
    """Check a file; exit status 1 where something is missing or unlawful."""
    checked = check(read_file(options.file, options.encoding))
    if options.json:
        sys.stdout.write(json.dumps(checked.as_json(), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(as_text(checked))
    return 0 if checked.sound else 1


def as_text(checked: Checked) -> str:
    """The same for people."""
    out = [_("Missing: %(part)s") % {"part": PARTS[part]} for part in checked.missing]
    out += [f"{_place(one.lines)}{one.rule}  {one.text}\n    {one.why} {one.source}" for one in checked.problems]
    out += [
        _("Line %(line)s: %(text)s is no longer in force; cite %(instead)s.") % asdict(one) for one in checked.stale
    ]
    for mark in checked.unlawful:
        doubt = "" if mark.sure else " " + _("(To be read by somebody: the check is unsure.)")
        out.append(f"{_place(mark.lines)}{mark.rule} [{mark.level}]  {mark.text}{doubt}")
        out.append(f"    {mark.why} {mark.source}")
        out.append("    " + _("Instead: %(clause)s") % {"clause": mark.instead})
    return "\n".join(out or [_("Nothing is missing, and nothing unlawful was found.")]) + "\n"


def _place(lines: tuple[int, int] | None) -> str:
    if lines is None:
        return ""
    return f"{lines[0]}: " if lines[0] == lines[1] else f"{lines[0]}–{lines[1]}: "
