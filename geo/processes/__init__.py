"""Processes: what the platform works out for whoever asks, at once or as a job."""
