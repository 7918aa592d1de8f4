"""The parts of the page of interfaces."""
