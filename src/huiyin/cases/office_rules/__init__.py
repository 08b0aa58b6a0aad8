"""The office's own choices within the law: its dates, the calendar, terms, corrected procedures."""
