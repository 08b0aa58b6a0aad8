"""Who sits where, found by a solver: pure, without Django, so that it runs in a process of its own.

`problem`: what is asked and what is answered; `model`: rules as rows of numbers, given to HiGHS; `sharing`: the fairest roster
in the time there is; `explaining`: the fewest rules that collide. `python -m huiyin.duty.solving` reads a problem and writes an answer.
"""
