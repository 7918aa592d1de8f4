"""Networks: what is drawn of them, two states compared, files to take away."""
