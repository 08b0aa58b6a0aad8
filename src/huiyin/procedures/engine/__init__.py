"""The procedure of a case as pure functions: what may be done, what it starts and meets, what a missed date does."""

from huiyin.procedures.engine.clocks import DeadlineSpec
from huiyin.procedures.engine.facts import Facts, Settings, holds, with_facts
from huiyin.procedures.engine.leading import leader_criteria, naming_clocks
from huiyin.procedures.engine.steps import NotPossible, Offer, Step, available, begin, beside, miss, step
from huiyin.procedures.engine.strip import StripStep, strip

__all__ = [
    "DeadlineSpec",
    "Facts",
    "NotPossible",
    "Offer",
    "Settings",
    "Step",
    "StripStep",
    "available",
    "begin",
    "beside",
    "holds",
    "leader_criteria",
    "miss",
    "naming_clocks",
    "step",
    "strip",
    "with_facts",
]
