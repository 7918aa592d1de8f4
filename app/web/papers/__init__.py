"""The parts of the page of papers: the list, writing, preview, taking along, the letterhead; and the button that puts answers in."""
