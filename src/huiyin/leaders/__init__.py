"""Responsible leaders: who answers for a case, the board, urging, hand-over, the yearly work sheet."""
