"""Live states: what changed in the database, told to every open page within a second.

An app declares a `Feed`; the server listens once per process and fans out to its streams.
"""
