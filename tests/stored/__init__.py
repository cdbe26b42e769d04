"""Scripts that somebody wrote into every text of the town, and how to see one that runs."""
