"""Changing single features of a layer over the API (OGC API Features, part 4)."""
