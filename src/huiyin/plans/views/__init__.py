"""Pages of this room: parse, call one action or query, show."""
