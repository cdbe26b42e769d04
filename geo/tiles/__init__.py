"""Vector tiles straight from the published views."""
