"""Who follows a room sees each line of its log at once: one follower a process, a stream for each page, the same lines by asking."""
