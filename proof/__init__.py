"""Long proofs. `make proof` runs every module here that has `prove()`; results are kept, so that it can be broken off and resumed.

A proof has `TITLE` and `CLAIM` (what is shown, in a sentence), `ROUNDS` (how many), and `prove(seed) -> dict` that does one round and answers its
figures; it raises `AssertionError` with what did not hold. The same seed does the same round.
"""
