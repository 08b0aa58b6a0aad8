"""The archive: dossiers of what has ended, packages that outlive this program, their way to the archive, and what is found there."""
