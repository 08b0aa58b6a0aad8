"""Duty: who is there when, who hands over to whom, and what happens when nobody is."""
