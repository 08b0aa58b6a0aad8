"""Every change of this room, a verb a function. Who may open a report is asked in `parts`, by its seal."""
