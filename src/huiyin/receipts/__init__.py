"""Receipts that need no trust in the office: the file that a person keeps, its check, and the public pages of the log."""
