"""Agreed coordination about overlaps and interfaces."""
