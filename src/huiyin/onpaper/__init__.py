"""The day on paper: what a post needs when the machine is away, and what was written by hand meanwhile, typed in with its own time."""
