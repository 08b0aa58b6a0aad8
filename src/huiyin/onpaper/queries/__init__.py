"""What this room reads: the day of a post, and the sheets on which something was written."""
