"""Interfaces of pillars, and the way of a constellation through them."""
