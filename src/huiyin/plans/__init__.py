"""Plan documents: read from files, checked, written, approved, printed; one that is approved never changes."""
