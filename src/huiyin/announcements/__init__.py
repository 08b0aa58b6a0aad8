"""Notices of an office to its posts and to parents: written, approved, read, corrected, withdrawn. Parents have no account and no row."""
