"""Superiors' instructions with what came of them, and hard cases on their way up and back."""

from .hard_case import HardCase, HardStatus, Hop, HopStatus
from .instruction import Instruction, InstructionCase, InstructionEvent, InstructionStatus, Step

__all__ = [
    "HardCase",
    "HardStatus",
    "Hop",
    "HopStatus",
    "Instruction",
    "InstructionCase",
    "InstructionEvent",
    "InstructionStatus",
    "Step",
]
