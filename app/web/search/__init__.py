"""What the page of the search is made of, and the field in the bar that leads to it."""
