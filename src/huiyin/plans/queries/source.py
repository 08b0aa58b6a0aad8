"""A file that was brought in: which plans it holds, and one of them with each line beside what was understood of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, Place, require
from huiyin.plans import changes
from huiyin.plans.models import Plan, SourceText
from huiyin.plans.schema import Annex, Part, PlanDocument, Source, Unplaced

Owner = Part | Annex | Unplaced | None
BESIDE = ("roles", "levels", "triggers", "steps", "limits", "contacts", "resources")


@dataclass(frozen=True, slots=True)
class FoundPlan:
    """A plan of the file. `begun`: the plan in the room whose draft was begun from it."""

    number: int
    first: int
    last: int
    document: PlanDocument
    begun: Plan | None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, and what stands in them: a part or annex, lines without a place, or (none) the title and date."""

    owner: Owner
    lines: tuple[tuple[int, str], ...]
    found: tuple[tuple[str, object], ...]

    @property
    def unplaced(self) -> Unplaced | None:
        return self.owner if isinstance(self.owner, Unplaced) else None


def source_of(actor: Actor, public_id: str) -> SourceText:
    """Read by who writes plans of the office that brought it. `Refused`."""
    source = SourceText.objects.select_related("organisation").filter(public_id=public_id).first()
    if source is None or source.organisation_id != actor.organisation_id:
        raise Refused
    require(actor, "plan_write", Place(source.organisation.pk, source.organisation.path))
    return source


def plans_of(source: SourceText) -> list[FoundPlan]:
    """Every plan of the file, in its order."""
    rows = source.reading.get("plans", [])
    made = {plan.public_id: plan for plan in Plan.objects.filter(public_id__in=[one.get("plan", "") for one in rows])}
    return [
        FoundPlan(
            n, one["first"], one["last"], PlanDocument.model_validate(one["document"]), made.get(one.get("plan", ""))
        )
        for n, one in enumerate(rows, 1)
    ]


def waiting_files(actor: Actor) -> list[SourceText]:
    """Files of the office from which no draft was begun yet, the newest first."""
    found = SourceText.objects.filter(organisation_id=actor.organisation_id, versions=None).exclude(reading={})
    return list(found.order_by("-id")[:20])


def blocks(source: SourceText, plan: FoundPlan) -> list[Block]:
    """Every line of the plan once, in order, beside what was understood of it."""
    owners = _owners(plan.document)
    pieces = [(_source(piece), name, piece) for name in BESIDE for piece in getattr(plan.document, name)]
    runs: list[tuple[Owner, list[int]]] = []
    for number in range(plan.first, plan.last + 1):
        owner = owners.get(number)
        if runs and runs[-1][0] is owner:
            runs[-1][1].append(number)
        else:
            runs.append((owner, [number]))
    return [
        Block(
            owner,
            tuple((number, source.lines[number - 1]) for number in numbers),
            tuple((name, piece) for at, name, piece in pieces if at and numbers[0] <= at.first <= numbers[-1]),
        )
        for owner, numbers in runs
    ]


def _owners(document: PlanDocument) -> dict[int, Owner]:
    """The innermost part or annex of each line; lines that found no place are their own."""
    owners: dict[int, Owner] = {}
    outer: Iterable[Owner] = sorted((*document.parts, *document.annexes), key=_begins)
    for owner in (*outer, *document.unplaced):
        at = _source(owner)
        if at is not None:
            owners.update(dict.fromkeys(range(at.first, at.last + 1), owner))
    return owners


def _begins(owner: Owner) -> tuple[int, int]:
    at = _source(owner)
    return (at.first, -at.last) if at else (0, 0)


def _source(piece: object) -> Source | None:
    found: Source | None = vars(piece).get("source")
    return found


def words(name: str, piece: object) -> str:
    """The one line by which a piece is known."""
    return str(vars(piece)[changes.MAIN_FIELD[name]])
