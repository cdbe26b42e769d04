"""The catalogue: a record about each layer, as OGC API – Records serves it."""
