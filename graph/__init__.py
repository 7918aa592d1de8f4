"""Versions, store, provenance. Knows only ontology."""
