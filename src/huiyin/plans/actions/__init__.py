"""Every change of this room: one function a verb."""

from .beginning import create_blank
from .deciding import approve, evaluate, file_with_superior, publish, retire, revise

__all__ = ["approve", "create_blank", "evaluate", "file_with_superior", "publish", "retire", "revise"]
