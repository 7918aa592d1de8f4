"""The map of a town: outlines, layers, the picture and its files."""
