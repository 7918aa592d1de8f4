"""The first page: what is known, what to look at, what changed since it was last seen."""
