"""Every change of this room: sets that are printed and typed in, the wish for one each morning, and the making of it."""
