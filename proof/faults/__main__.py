"""`python -m proof.faults SEED SCHEDULE`: one schedule again, alone."""

from __future__ import annotations

import json
import random
import sys

from proof import faults
from proof.faults import plan

if __name__ == "__main__":
    seed, number = int(sys.argv[1]), int(sys.argv[2])
    for fault in plan.drawn(random.Random(f"{seed}/{number}"), full_disk=True, slow_disk=True):
        print(fault)
    print(json.dumps(faults.prove(seed, 1, first=number), indent=1))
