"""A bank that is none: for tests and demonstrations."""
