"""What tests of the whole program need: a PostgreSQL of their own, a running Huiyin whose time can be moved."""
