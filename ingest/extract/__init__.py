"""From a press text to what it states: one function, and the finders it calls."""
