"""Doors of telephones and pages of their supervisors."""
