"""What the page of the money is made of."""
