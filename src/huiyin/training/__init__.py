"""Safety and legal education: the yearly programme, its lessons, and which posts still need which training."""
