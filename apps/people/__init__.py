"""Who the municipality deals with, and who acts for it: people, offices, posts, grants."""
