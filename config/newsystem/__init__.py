"""A new municipal system: the app that a clerk and a technician then fill in."""
