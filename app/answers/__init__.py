"""Questions and their answers as views: the catalogue, one answer with what stands around it, comparison, pins."""
