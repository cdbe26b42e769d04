"""Pages and JSON doors of the register."""
