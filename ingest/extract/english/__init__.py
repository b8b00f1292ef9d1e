"""Awards in English texts: their words, names and lists as signs, for the walk that reads the Thai ones."""
