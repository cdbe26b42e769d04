"""What is owed to the municipality, what was paid, and the books that prove it."""
