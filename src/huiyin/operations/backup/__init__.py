"""Backup and restore of a whole installation, its key file aside.

A backup is one file: a compressed tar, encrypted in the age format (age-encryption.org/v1) to a recipient derived from
the installation's key, so that the key file or the recovery words open it, and nobody else. The key itself is never in
it. The last member is a manifest with the SHA-256 of every other.
"""
