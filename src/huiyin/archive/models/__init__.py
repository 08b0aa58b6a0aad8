"""What this room stores."""

from .dossier import OPEN, Dossier, State
from .holding import Holding
from .transfer import Transfer, TransferItem

__all__ = ["OPEN", "Dossier", "Holding", "State", "Transfer", "TransferItem"]
