"""Public works, from the national procurement record to the map."""
