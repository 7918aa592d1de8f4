"""Overlaps: pairs of offers by class, and two offers side by side."""
