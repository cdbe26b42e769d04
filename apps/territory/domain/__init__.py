"""Pure rules of the territory: how names are written and compared."""
