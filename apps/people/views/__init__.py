"""Pages about people, offices and rights."""
