"""A plan in use, in earnest or as an exercise: who is called, what is done by when, what was seen, who is here, what came of it."""
