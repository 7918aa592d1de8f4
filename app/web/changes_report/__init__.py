"""The parts of the page that reports what differs between two states."""
