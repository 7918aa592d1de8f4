"""Planning processes: steps with owners and dates, kept beside the log."""
