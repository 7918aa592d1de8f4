"""The parts of the page of a question: the list, what it needs, what emptied it, comparisons, pins."""
