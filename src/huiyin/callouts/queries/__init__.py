"""Every read of call-outs: `pages` for staff, `links` for who has the address from a message."""
