"""Single records: lists, forms, edits by hand."""
