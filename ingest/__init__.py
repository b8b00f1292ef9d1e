"""From sources to quads."""
