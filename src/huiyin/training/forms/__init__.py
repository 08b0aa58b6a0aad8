"""The forms of training."""
