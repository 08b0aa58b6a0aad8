"""Letters on paper: templates that an office edits, their numbers, and the PDF. Knows no case."""
