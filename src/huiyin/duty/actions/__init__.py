"""What people and the machine do with rosters and shifts. The only place of this room that writes."""
