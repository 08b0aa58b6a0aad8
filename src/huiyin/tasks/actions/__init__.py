"""Every change of a task. `give` and `withdraw` are parts of other rooms' actions; the rest are verbs of their own."""

from .parts import Given, give, withdraw
from .verbs import accept, acknowledge, hand_to, report, send_back

__all__ = ["Given", "accept", "acknowledge", "give", "hand_to", "report", "send_back", "withdraw"]
