"""Every read of this room, limited to what the asker may see."""
