"""Every change of an instruction and of a hard case."""

from .answering import acknowledge_result, add_step, close, close_step, report_result, send_back_result
from .informing import Answer, answer, call_discussion, pass_further, report_up, take
from .instructing import Paper, hand_to, pass_on, record_instruction

__all__ = [
    "Answer",
    "Paper",
    "acknowledge_result",
    "add_step",
    "answer",
    "call_discussion",
    "close",
    "close_step",
    "hand_to",
    "pass_further",
    "pass_on",
    "record_instruction",
    "report_result",
    "report_up",
    "send_back_result",
    "take",
]
