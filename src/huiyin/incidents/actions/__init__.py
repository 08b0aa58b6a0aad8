"""Every change of this room: one function a verb."""
