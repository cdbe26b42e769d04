"""One module per external source: where it comes from, and how its rows are read."""
