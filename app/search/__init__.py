"""Finding everything a town holds: entries, their words, the index."""
