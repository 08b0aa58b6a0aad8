"""What this room stores."""

from .dossier import OPEN, Dossier, State

__all__ = ["OPEN", "Dossier", "State"]
