"""What a plan is and when it breaks a rule, in plain metres."""
