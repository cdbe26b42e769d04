"""Files handed in on a page: taken, looked at, checked, imported, and undone later."""
