"""Rules of the door, without the database: codes, delays, keys, tokens of others."""
