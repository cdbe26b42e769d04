"""Pages of the feasts: for everybody, and for those who plan them."""
