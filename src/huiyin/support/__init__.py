"""Support in hardship: a person asks for it, or says yes to a colleague's offer; one post answers, and nobody else knows of it."""
