"""Hazards found and mended, whoever saw them; rounds on which they are looked for."""
