"""Every read of training, limited to what the asker may see."""
