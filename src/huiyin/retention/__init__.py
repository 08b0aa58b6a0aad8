"""How long things are kept, and how they are destroyed: schedules of an office, holds, notice before, a register signed by two hands."""
