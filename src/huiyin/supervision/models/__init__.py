"""What this room stores. One file a thing."""

from .accountability import Accountability
from .signs import Mark, Sign
from .supervision import Measure, Supervision, TakeOver

__all__ = ["Accountability", "Mark", "Measure", "Sign", "Supervision", "TakeOver"]
