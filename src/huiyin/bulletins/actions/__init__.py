"""What people and the machine do with bulletins. The only place of this room that writes."""
