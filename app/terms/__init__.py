"""Words no list knows, and the town's own words."""
