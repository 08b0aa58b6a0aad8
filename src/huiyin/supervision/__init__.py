"""A superior looks at what is late or badly handled below, asks, sets a date, takes over."""
