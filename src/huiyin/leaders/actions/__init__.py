"""Every change of this room: one function a verb."""

from .appointing import appoint_leader
from .handing_over import give_back, sign_handover
from .leading import plan_step, record_step, urge

__all__ = ["appoint_leader", "give_back", "plan_step", "record_step", "sign_handover", "urge"]
