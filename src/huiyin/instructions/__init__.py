"""Superiors' instructions and the way of hard cases up to a leader and of the answer back."""
