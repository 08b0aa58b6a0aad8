"""The pages of this room: signing in, people, the tree, groups and the school year, the import."""
