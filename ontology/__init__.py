"""The words: what exists in Lertrat and what it is called."""
