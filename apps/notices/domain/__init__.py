"""Rules of notices: wording, quiet hours, pauses, and the ways out of the platform."""
