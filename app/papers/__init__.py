"""Papers for committees: what they are, how they are kept, composed, checked and written as Word, PDF and Excel."""
