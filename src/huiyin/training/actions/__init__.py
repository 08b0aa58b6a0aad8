"""Every change of training: programmes and lessons planned, held, dropped."""
