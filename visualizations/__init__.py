"""Pictures: an answer becomes a figure."""
