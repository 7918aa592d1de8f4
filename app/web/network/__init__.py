"""What the page of networks is made of."""
