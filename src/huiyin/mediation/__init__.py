"""Mediation, hearing, settlement: invitation, consent, participants, minutes, agreement, and whether it is kept."""
