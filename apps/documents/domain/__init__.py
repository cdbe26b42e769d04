"""Rules of numbers, papers and files that write to no database."""
