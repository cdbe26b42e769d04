"""A process that waits until a test lets it go on."""
