"""Whatever is taken out of a procedure pack, the checker notices."""

from __future__ import annotations

import os
import random
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

TITLE = "Nothing can be taken out of a procedure unnoticed"
CLAIM = (
    "From each pack one thing at a time is taken out: a deadline, its owner, its start, what meets it, its consequence, who is told of "
    "a miss, the clock after it; of a step who may do it, a notice, a door up, who may not do it, the procedure that it opens; a notice or a door "
    "altogether; a track beside it. The checker must refuse each of these packs. What a round takes out is drawn by its seed; all rounds together take out everything once."
)
ROUNDS = 8
OF_A_DEADLINE = ("owner", "starts", "meets", "source", "missed")
OF_A_MISS = ("then", "notices", "verb", "recourse", "to")
OF_A_STEP = ("who", "notices", "recourse", "not_by", "opens")

Raw = dict[str, Any]


@dataclass(frozen=True)
class Mutant:
    """A pack with one thing taken out. `path`: the way to it; `entry`: the one entry of a list, else the whole key."""

    pack: str
    path: tuple[str | int, ...]
    entry: str | None = None

    def __str__(self) -> str:
        return f"{self.pack}: {'.'.join(map(str, self.path))} {self.entry or ''}".rstrip()

    def of(self, raw: Raw) -> Raw:
        """The pack's own data without it."""
        mutant = deepcopy(raw)
        holder: Any = mutant
        for key in self.path[:-1]:
            holder = holder[key]
        if self.entry is not None:
            holder[self.path[-1]].remove(self.entry)
        else:
            del holder[self.path[-1]]
        return mutant


def raw_packs() -> dict[str, Raw]:
    """The newest version of each shipped pack, as it stands in its file."""
    from huiyin.procedures.loading import PACKS, load, names

    return {
        name: tomllib.loads((PACKS / f"{name}@{load(name).version}.toml").read_text(encoding="utf-8"))
        for name in names()
    }


def mutants(name: str, raw: Raw) -> Iterator[Mutant]:
    """Everything that can be taken out of one pack, one thing at a time."""
    for number, deadline in enumerate(raw["deadlines"]):
        at = ("deadlines", number)
        yield Mutant(name, at)
        yield from (Mutant(name, (*at, key)) for key in OF_A_DEADLINE if deadline.get(key))
        yield from (Mutant(name, (*at, "missed", key)) for key in OF_A_MISS if deadline.get("missed", {}).get(key))
    for number, step in enumerate(raw["transitions"]):
        for key in OF_A_STEP:
            held = step.get(key, [])
            place = ("transitions", number, key)
            yield from (
                (Mutant(name, place, entry) for entry in held) if isinstance(held, list) else (Mutant(name, place),)
            )
    for table in ("notices", "recourse", "parallel"):
        yield from (Mutant(name, (table, number)) for number in range(len(raw.get(table, []))))
    yield from (Mutant(name, ("begin_notices",), entry) for entry in raw.get("begin_notices", []))


def noticed(raw: Raw) -> bool:
    """Whether the checker has anything against it."""
    from huiyin.procedures.checker import library, problems_of
    from huiyin.procedures.schema import Pack

    pack = Pack.model_validate(raw)
    return next(problems_of(pack, library([pack])), None) is not None


def unnoticed(drawn: list[Mutant], packs: dict[str, Raw]) -> list[str]:
    """Those that the checker lets pass."""
    return [str(mutant) for mutant in drawn if not noticed(mutant.of(packs[mutant.pack]))]


def shuffled(packs: dict[str, Raw]) -> list[Mutant]:
    """All mutants of all packs, in one drawn order that is always the same."""
    drawn = [mutant for name, raw in packs.items() for mutant in mutants(name, raw)]
    random.Random(len(drawn)).shuffle(drawn)
    return drawn


def prove(seed: int) -> dict[str, float]:
    """Every eighth of all mutants."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings.test")
    django.setup()
    packs = raw_packs()
    drawn = shuffled(packs)[seed::ROUNDS]
    passed = unnoticed(drawn, packs)
    assert not passed, f"unnoticed: {'; '.join(passed)}"
    return {"packs with something taken out": len(drawn)}
