"""What `./llajta` does before and around Django, with nothing but Python's own library.

It runs before the virtual environment exists, so nothing here imports a dependency.
"""
