"""The parts of the page of overlaps."""
