"""CQL2 filters: text or JSON read into a tree, the tree compiled to SQL, values bound."""
