"""What the page of profiles is made of, and how other pages lead to a profile."""
