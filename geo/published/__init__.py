"""The one read path: layers compiled to SQL views, read through a role per audience."""
