"""What the check says of a draft, each point at the piece that it is about; and what of it stops the signature."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from huiyin.kernel.clocks.words import pick

from .checking.problems import Problem
from .models import Answer, Overruling, Plan
from .reading import Text
from .schema import PartName, Piece, PlanDocument, Source
from .text import Line, lines

BLOCK = "block"
Key = tuple[str, str]  # rule and fingerprint of the words: what an overruling is about


@dataclass(frozen=True, slots=True)
class Mark:
    """A clause that breaks a rule. `sure`: False where the check asks rather than tells. `part`: title of the part that holds it;
    `lines`: of the imported file; `around`: all that stands in the piece, which decides what the clause means."""

    rule: str
    title: str
    level: str
    key: str
    text: str
    why: str
    source: str
    instead: str
    sure: bool
    lines: tuple[int, int] | None = None
    part: str = ""
    around: str = ""

    @property
    def fingerprint(self) -> str:
        """Of the words around it too: what was overruled holds for them alone, wherever they stand in the plan."""
        return fingerprint(self.around or self.text)

    @property
    def about(self) -> Key:
        return self.rule, self.fingerprint

    @property
    def blocks(self) -> bool:
        return self.level == BLOCK


@dataclass(frozen=True, slots=True)
class Outdated:
    """A text cited that is no longer in force, and what to cite."""

    key: str
    text: str
    instead: str
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All that the check says of one document."""

    unlawful: tuple[Mark, ...]
    outdated: tuple[Outdated, ...]
    missing: tuple[PartName, ...]
    problems: tuple[Problem, ...]

    def blocking(self, overruled: Collection[Key]) -> tuple[Mark, ...]:
        """The marks that stop approval: those of that level which no legal reviewer has found mistaken."""
        return tuple(mark for mark in self.unlawful if mark.blocks and mark.about not in overruled)


def report(document: PlanDocument, units: Collection[str] = ()) -> Report:
    """The check of a draft as it stands, in the reader's language; outside of any write. `units`: the units and posts of the office.

    What judges is loaded here: its patterns take long, and every command and the worker load this module.
    """
    from .checking import completeness, consistency
    from .checking.stale import stale
    from .understanding import understand

    said = lines(document)
    texts = tuple(line.text for line in said)
    plans = understand(_as_text(document.title, texts)).plans
    language = get_language()
    pieces = {str(vars(piece)["key"]): piece for piece in document.pieces()}
    outdated = tuple(
        Outdated(said[one.line - 1].key, one.text, one.instead, _source(pieces, said[one.line - 1]))
        for one in stale(texts, language)
    )
    of_text = [one for one in completeness.problems(plans, texts) if one.rule != "PC-03"]  # its levels are pieces
    problems = (*_placed(of_text, said), *consistency.check(document, units))
    missing = completeness.missing({document.kind}, _parts(document), texts)
    return Report(tuple(_unlawful(document, said, pieces, language)), outdated, tuple(missing), problems)


def overruled(plan: Plan) -> frozenset[Key]:
    """Marks that a legal reviewer found mistaken, in this version of the plan or one before."""
    found = Overruling.objects.filter(plan=plan, answer=Answer.OVERRULED)
    return frozenset(found.values_list("rule", "text_hash"))


def fingerprint(text: str) -> str:
    """Of a text without its spaces."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def _unlawful(
    document: PlanDocument, said: tuple[Line, ...], pieces: dict[str, Piece], language: str | None
) -> Iterable[Mark]:
    from .checking import lawfulness

    rules = lawfulness.rules()
    parts = {key: part.title for part in document.parts for key in (part.key, *(one.key for one in part.clauses))}
    for found in lawfulness.check([line.text for line in said], language, broken=False):
        line = said[found.lines[0] - 1]
        yield Mark(
            rule=found.rule,
            title=pick(rules[found.rule].title),
            level=found.level,
            key=line.key if line.key in pieces else "",
            text=found.text,
            why=found.why,
            source=found.source,
            instead=found.instead,
            sure=found.sure,
            lines=_source(pieces, line),
            part=parts.get(line.key, ""),
            around=line.text,
        )


def _parts(document: PlanDocument) -> set[PartName]:
    """What the document does: its parts, and those that its roles and steps are."""
    there: set[PartName] = {part.part for part in document.parts}
    if document.roles:
        there.add("organisation")
    if document.steps:
        there.add("response")
    return there


def _placed(found: Iterable[Problem], said: tuple[Line, ...]) -> Iterable[Problem]:
    """At the piece that the line says, instead of at a line that nobody sees."""
    for one in found:
        key = said[one.lines[0] - 1].key if one.lines else ""
        yield Problem(one.rule, one.text, one.why, one.source, None, key)


def _source(pieces: dict[str, Piece], line: Line) -> tuple[int, int] | None:
    source: Source | None = vars(pieces[line.key]).get("source") if line.key in pieces else None
    return (source.first, source.last) if source else None


def _as_text(name: str, texts: tuple[str, ...]) -> Text:
    """A plan that was written here, read like a file: the same checks hold for both."""
    nothing = ("",) * len(texts)
    zeros = (0,) * len(texts)
    return Text(name=name, format="docx", lines=texts, numbers=nothing, outline=zeros, rows=zeros)
