"""Every change of this room: who asks, who answers, who is let in, how it ends, what happens by itself."""
