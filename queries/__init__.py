"""The questions, and the one door to the store."""
