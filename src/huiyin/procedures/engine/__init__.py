"""The procedure of a case as pure functions: what may be done, what it starts and meets, what a missed date does."""

from huiyin.procedures.engine.clocks import DeadlineSpec
from huiyin.procedures.engine.facts import Facts, Settings, holds, with_facts
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
    "miss",
    "step",
    "strip",
    "with_facts",
]
