"""Every read of notices: `notices` for the house, `classes` for who has the address of a class."""
