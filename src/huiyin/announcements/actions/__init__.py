"""Every change of a notice: `writing` (written, approved, corrected, withdrawn), `reading` (acknowledged, tapped, what happens by itself), `classes`."""
