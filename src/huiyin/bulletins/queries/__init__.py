"""What pages of this room read."""
