"""A believable town, drawn from typed facts: same facts and seed, same town."""
