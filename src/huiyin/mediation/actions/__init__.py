"""Every change: inviting, giving one's word, the minutes, the agreement, the hearing. Each file is one of these."""
