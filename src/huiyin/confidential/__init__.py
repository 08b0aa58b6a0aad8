"""Reports on persons: sealed in the reporter’s own hour to those appointed to read them, and to nobody else."""
