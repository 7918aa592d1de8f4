"""What the page of the gap matrix is made of."""
