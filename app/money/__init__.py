"""The money of a town: ways, the funding cliff, deadlines."""
