"""Tools of the workshop: what builds Huiyin, and never runs in it."""
