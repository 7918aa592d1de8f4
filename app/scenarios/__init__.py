"""What would be if: acts, the town as they suppose it, ranges, and the files scenarios are kept in."""
