"""The spatial core: knows no municipality, imports no app."""
