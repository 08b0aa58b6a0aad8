"""Rules as rows of numbers: one column for each seat that somebody could take, one row for each thing that must hold."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import highspy
import numpy as np

from .problem import COVER, Place, Problem, Rule, Slot, Who, too_close, within

Column = tuple[str, str, bool]  # shift, who, in charge
Term = tuple[int, float]
Progress = Callable[[float, float], None]
State = Literal["solved", "stopped", "infeasible", "nothing"]
MANY = float("inf")
EVERY = 1.0  # seconds between two words on how far it is


@dataclass(frozen=True, slots=True)
class Solved:
    """`stopped`: the time was over, with something found; `nothing`: without."""

    state: State
    values: tuple[float, ...] = ()
    value: float = 0.0
    bound: float = 0.0

    @property
    def found(self) -> bool:
        return self.state in ("solved", "stopped")


@dataclass
class Model:
    """Columns and rows. `seats`: the column of each seat that somebody could take; `slack`: of what a shift may lack."""

    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, Sequence[Term]]] = field(default_factory=list)
    seats: dict[Column, int] = field(default_factory=dict)
    slack: list[int] = field(default_factory=list)

    def column(self, low: float, high: float, *, whole: bool = True) -> int:
        self.lows.append(low)
        self.highs.append(high)
        self.costs.append(0.0)
        self.whole.append(whole)
        return len(self.lows) - 1

    def row(self, low: float, high: float, terms: Sequence[Term]) -> None:
        self.rows.append((low, high, terms))

    def aim(self, terms: Iterable[Term]) -> None:
        """Make this the least."""
        self.costs = [0.0] * len(self.costs)
        for column, value in terms:
            self.costs[column] = value

    def places(self, values: Sequence[float]) -> tuple[Place, ...]:
        return tuple(Place(*key) for key, column in self.seats.items() if values[column] > 0.5)

    def solve(self, seconds: float, *, start: Sequence[float] = (), progress: Progress | None = None) -> Solved:
        """The least of what is aimed at, or the best that was found when the time was over."""
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("time_limit", max(seconds, 0.1)),
            ("random_seed", 1),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(self._numbers())
        if start:
            guess = highspy.HighsSolution()
            guess.col_value = list(start)
            solver.setSolution(guess)
        if progress is not None:
            _tell(solver, progress)
        solver.run()
        return _read(solver, any(self.costs))

    def _numbers(self) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.lows), len(self.rows)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = (
            np.array(one, float) for one in (self.costs, self.lows, self.highs)
        )
        lp.row_lower_, lp.row_upper_ = np.array([one[0] for one in self.rows]), np.array([one[1] for one in self.rows])
        terms = [term for row in self.rows for term in row[2]]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array([0, *itertools.accumulate(len(row[2]) for row in self.rows)], np.int32)
        lp.a_matrix_.index_ = np.array([one[0] for one in terms], np.int32)
        lp.a_matrix_.value_ = np.array([one[1] for one in terms], float)
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if one else kinds.kContinuous for one in self.whole]
        return lp


def _tell(solver: highspy.Highs, progress: Progress) -> None:
    told = [0.0]

    def heard(event: highspy.HighsCallbackEvent) -> None:
        if event.data_out.running_time >= told[0] + EVERY:
            told[0] = event.data_out.running_time
            progress(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)

    solver.cbMipInterrupt.subscribe(heard)


def _read(solver: highspy.Highs, aimed: bool) -> Solved:
    status, info = solver.getModelStatus(), solver.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Solved("infeasible")
    solved = status == highspy.HighsModelStatus.kOptimal
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not (solved or feasible):
        return Solved("nothing")
    bound = info.mip_dual_bound if aimed else 0.0
    value = info.objective_function_value
    return Solved("solved" if solved else "stopped", tuple(solver.getSolution().col_value), value, min(bound, value))


def build(problem: Problem, slots: Sequence[Slot], rules: Collection[Rule], *, gaps: bool = False) -> Model:
    """These shifts under these rules. Nobody is in two places at once, and no more sit there than seats: that holds without a name."""
    holding, model = frozenset(rules), Model()
    kept = {(one.slot, one.who, one.leads) for one in problem.kept if Rule("kept", one.slot, one.who) in holding}
    rest = problem.rest if Rule("rest") in holding else 0
    model.column(0, 0)  # without a column there would be nothing to solve, and no answer to rows that ask for something
    for who in problem.people:
        _seats(model, who, slots, holding, rest, kept)
        _one_at_a_time(model, who, slots, rest)
    for slot in slots:
        _cover(model, slot, problem.people, holding, gaps=gaps)
        _apart(model, slot, problem, holding)
    for key in sorted(kept):
        if key in model.seats:
            model.row(1, 1, [(model.seats[key], 1)])
    return model


def _seats(
    model: Model, who: Who, slots: Sequence[Slot], holding: frozenset[Rule], rest: int, kept: set[Column]
) -> None:
    away = [one for one in who.away if Rule("away", who=who.key, span=one) in holding]
    busy = [one for one in who.busy if Rule("busy", who=who.key, span=one) in holding]
    takes = {
        True: who.leads or Rule("part_leads") not in holding,
        False: who.serves or Rule("part_serves") not in holding,
    }
    for slot in slots:
        there = any(within(slot.days, one) for one in away)
        there = there or any(too_close((slot.begins, slot.ends), one, rest) for one in busy)
        for leads in (True, False):
            key, wanted = (slot.key, who.key, leads), slot.leader if leads else slot.people
            can = wanted and takes[leads] and not there
            if can or key in kept:
                model.seats[key] = model.column(0, 1 if can else 0)


def _one_at_a_time(model: Model, who: Who, slots: Sequence[Slot], rest: int) -> None:
    """For each beginning: of all that run then, or ended less than the rest before, one."""
    own = [(one, [(model.seats[key], 1.0) for leads in (True, False) if (key := (one.key, who.key, leads)) in model.seats]) for one in slots]  # fmt: skip
    own = [one for one in own if one[1]]
    for slot, _terms in own:
        terms = [term for other, found in own if other.begins <= slot.begins < other.ends + rest for term in found]
        if len(terms) > 1:
            model.row(0, 1, terms)


def _cover(model: Model, slot: Slot, people: Sequence[Who], holding: frozenset[Rule], *, gaps: bool) -> None:
    columns: dict[bool, list[Term]] = {
        leads: [(model.seats[key], 1.0) for one in people if (key := (slot.key, one.key, leads)) in model.seats]
        for leads in (True, False)
    }
    needed: dict[str, tuple[int, int, list[Term]]] = {
        "leader": (int(slot.leader), int(slot.leader), columns[True]), "people": (slot.people, slot.people, columns[False])
    }  # fmt: skip
    if slot.training:
        able = {one.key for one in people if slot.training in one.trained}
        trained = [(model.seats[key], 1.0) for key in model.seats if key[0] == slot.key and key[1] in able]
        needed["training"] = (1, len(people), trained)
    for kind in COVER:
        least, most, terms = needed.get(kind, (0, 0, []))
        if not most:
            continue
        demanded = least if Rule(kind, slot=slot.key) in holding else 0
        slack: list[Term] = []
        if gaps and demanded:
            model.slack.append(model.column(0, demanded))
            slack = [(model.slack[-1], 1.0)]
        model.row(demanded, MANY if kind == "training" else most, [*terms, *slack])


def _apart(model: Model, slot: Slot, problem: Problem, holding: frozenset[Rule]) -> None:
    by_post: dict[str, list[Who]] = defaultdict(list)
    for one in problem.people:
        by_post[one.post].append(one)
    for pair in problem.apart:
        if Rule("apart", posts=pair) not in holding:
            continue
        for two in itertools.product(by_post[pair[0]], by_post[pair[1]]):
            keys = [(slot.key, one.key, leads) for one in two for leads in (True, False)]
            terms = [(model.seats[key], 1.0) for key in keys if key in model.seats]
            if len(terms) > 1:
                model.row(0, 1, terms)
