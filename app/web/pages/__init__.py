"""The pages. One file is one page: it declares `PAGE` and `render`, and appears in the navigation."""
