"""Numbers, papers, files and the history of every record."""
