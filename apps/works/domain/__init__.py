"""Pure rules of public works: what one work is, its kind, and the places its text names."""
