"""What the pages of this room ask. What must be written is said by the action; a form only reads."""
