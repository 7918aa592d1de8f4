"""The gap matrix: narrowed to a choice, as tables, since an earlier state, and the views of it people keep."""
