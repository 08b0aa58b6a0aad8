"""The pages: the staff's, the person's own, and the public hearings."""
