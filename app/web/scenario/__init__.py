"""The parts of the page "Was wäre wenn"."""
