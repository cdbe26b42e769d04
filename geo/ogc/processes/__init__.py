"""Processes over HTTP: documents, forms, pages, jobs."""
