"""Messages that another system kept: read from a table, each row a case or a named reject."""
