"""What the canary tests share: what is planted and where, how it is looked for, and what counts as an exit."""
