"""All that falls due in an office, of every room, on one page. Nothing is stored here."""
