"""Plan documents of our own with hand marks in the left margin (`plan_texts`), and how well what was understood agrees with them.

A line is `MARKS | text`. Marks: `1:part/other` and `2:part` a heading of that level with the part names that are as good,
`0:part` a paragraph that does the work of a part without a heading, `-` a numbered sentence, `R组长` a role with a holder,
`r组长` a bare task, `L30m` `L2h` `L5d` a time limit, `P:kind` the title of a further plan, `=` the closing. In Word: `T` a row of a
table (cells between tabs), `B` bold, `H1` a heading of Word, `W0` a number of Word's own. At the head: kind, form and encoding.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE

from huiyin.plans.commands import as_json
from huiyin.plans.reading import read
from huiyin.plans.understanding import understand

from . import papers

FOLDER = Path(__file__).with_name("plan_texts")
_MINUTES = {"m": 1, "h": 60}
_NUMBERING = 71


@dataclass
class Marked:
    """A document and its marks, in the form of the other test data."""

    name: str
    head: dict[str, str]
    margins: list[list[str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        return f"{self.name}.{self.head.get('form', 'txt')}"

    def content(self) -> bytes:
        """The file as somebody would hand it in."""
        if self.head.get("form") == "docx":
            return _word(self)
        return ("\n".join(self.lines) + "\n").encode(self.head.get("encoding", "utf-8"))

    def numbered(self) -> list[int]:
        """The line of each line of ours in the file, and of the one behind the last: in Word each cell of a table is a line."""
        cells = self.head.get("form") == "docx"
        out, line = [], 1
        for marks, text in zip(self.margins, self.lines, strict=True):
            out.append(line)
            line += text.count("\t") + 1 if cells and "T" in marks else 1
        return [*out, line]

    def marks(self) -> dict[str, Any]:
        """Parts, roles and limits with their lines."""
        kind, *others = self.head["kind"].split("/")
        found: dict[str, Any] = {
            "file": self.file, "origin": "written", "kind_alt": others, "parts": [], "roles": [], "time_limits": [],
            "list_items": [], "plans": [], "unlawful": [], "warn": [], "doubtful": [], "hard_negatives": [],
            "stale_citations": [], "missing": None, "encoding": self.head.get("encoding", "utf-8"),
        }  # fmt: skip
        *numbers, behind = self.numbered()
        for marks, text, line in zip(self.margins, self.lines, numbers, strict=True):
            for mark in marks:
                _note(found, mark, text, line)
        found["plans"] = found["plans"] or [{"kind": kind}]
        found["lines_total"] = behind - 1
        return found


def _note(found: dict[str, Any], mark: str, text: str, line: int) -> None:
    if part := re.fullmatch(r"([012]):(\S+)", mark):
        name, *alt = re.split("[/,]", part[2])
        level = int(part[1])
        found["parts"].append(
            {"part": name, "alt": alt, "level": level or 1, "implicit": not level, "lines": [line, line],
             "number": "", "title": text}
        )  # fmt: skip
    elif limit := re.fullmatch(r"L(\d+)([mhd])", mark):
        size, unit = int(limit[1]), limit[2]
        length = {"days": size} if unit == "d" else {"minutes": size * _MINUTES[unit]}
        found["time_limits"].append({"line": line, "text": text, **length})
    elif mark[0] in "Rr":
        found["roles"] += [{"role": role, "line": line, "soft": mark[0] == "r"} for role in mark[1:].split(",")]
    elif mark == "-":
        found["list_items"].append(line)
    elif mark.startswith("P:"):
        found["plans"].append({"kind": mark[2:]})


def load(half: str) -> list[Marked]:
    """The documents of one half: `tuned` was looked at while the rules were made, `aside` after it had been measured once."""
    return [_load(file) for file in sorted((FOLDER / half).glob("*.txt"))]


def _load(file: Path) -> Marked:
    one = Marked(file.stem, {})
    for line in file.read_text(encoding="utf-8").splitlines():
        if head := re.fullmatch(r"# (\w+): (\S+)", line):
            one.head[head[1]] = head[2]
            continue
        margin, _bar, text = line.partition("| ")
        one.margins.append(margin.strip(" |").split())
        one.lines.append(text)
    return one


def _word(one: Marked) -> bytes:
    made = docx.Document()
    papers.add_list(made, _NUMBERING)
    rows = zip(one.margins, one.lines, strict=True)
    for in_table, some in groupby(rows, key=lambda row: "T" in row[0]):
        if in_table:
            cells = [text.split("\t") for _marks, text in some]
            table = made.add_table(rows=len(cells), cols=max(map(len, cells)))
            for row, texts in zip(table.rows, cells, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
            continue
        for marks, text in some:
            paragraph = made.add_paragraph()
            paragraph.add_run(text).bold = "B" in marks
            for mark in marks:
                if re.fullmatch(r"H\d", mark):
                    paragraph.style = made.styles.get_by_id(f"Heading{mark[1:]}", WD_STYLE_TYPE.PARAGRAPH)
                elif re.fullmatch(r"W\d", mark):
                    papers.number(paragraph, _NUMBERING, int(mark[1:]))
    return papers.saved(made)


def understood(one: Marked) -> dict[str, Any]:
    """What the import says of it."""
    text = read(one.content(), one.file)
    return as_json(text, understand(text))


@dataclass
class Tally:
    """Right, too many and missed."""

    right: int = 0
    over: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.over + self.missed or 1)


@dataclass
class Agreement:
    """Over some documents: each as the scorer of the other test data counts it."""

    top: Tally = field(default_factory=Tally)
    both: Tally = field(default_factory=Tally)
    roles: Tally = field(default_factory=Tally)
    limits: Tally = field(default_factory=Tally)
    lines: int = 0
    placed: int = 0


def agreement(documents: list[Marked]) -> Agreement:
    """How well the import agrees with the marks of these documents."""
    out = Agreement()
    for one in documents:
        marks, said = one.marks(), understood(one)
        plans: list[dict[str, Any]] = said["plans"]
        out.lines += said["lines_total"]
        out.placed += said["lines_placed"]
        _parts(out, marks, [section for plan in plans for section in plan["sections"]])
        roles = Counter(role["line"] for role in marks["roles"] if not role["soft"])
        soft = {role["line"] for role in marks["roles"] if role["soft"]}
        _count(out.roles, roles, Counter(role["line"] for plan in plans for role in plan["roles"]), soft)
        wanted = Counter((one["line"], _minutes(one)) for one in marks["time_limits"])
        limits = Counter((one["line"], _minutes(one)) for plan in plans for one in plan["time_limits"])
        _count(out.limits, wanted, limits, set())
    return out


def _minutes(limit: dict[str, Any]) -> int:
    return limit.get("minutes") or limit["days"] * 1440


def _count(tally: Tally, wanted: Counter[Any], found: Counter[Any], neutral: set[int]) -> None:
    tally.right += (wanted & found).total()
    tally.missed += (wanted - found).total()
    tally.over += sum(count for what, count in (found - wanted).items() if what not in neutral)


def _parts(out: Agreement, marks: dict[str, Any], sections: list[dict[str, Any]]) -> None:
    """A part found on an implicit one, before the first, or on a numbered sentence (both levels) is neither right nor wrong."""
    real = {part["lines"][0]: part for part in marks["parts"] if not part["implicit"]}
    neutral = {part["lines"][0] for part in marks["parts"] if part["implicit"]}
    neutral |= set(range(1, min(real, default=0)))
    found = {section["lines"][0]: section for section in sections}
    right = {
        line for line, part in real.items() if line in found and found[line]["part"] in (part["part"], *part["alt"])
    }
    tops = {line for line, part in real.items() if part["level"] == 1}
    found_tops = {line for line, section in found.items() if section["level"] == 1}
    out.both.right += len(right)
    out.both.missed += len(real.keys() - right)
    out.both.over += len(found.keys() - right - neutral - (set(marks["list_items"]) - real.keys()))
    out.top.right += len(right & tops & found_tops)
    out.top.missed += len(tops - (right & found_tops))
    out.top.over += len(found_tops - (right & tops) - neutral - (real.keys() - tops))
