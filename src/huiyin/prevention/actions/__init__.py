"""Every change of state of this room, one public function a verb."""
