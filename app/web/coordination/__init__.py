"""Agreements about an overlap or an interface: the list, the form, the history."""
