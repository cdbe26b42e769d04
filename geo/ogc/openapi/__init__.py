"""The OpenAPI document, part by part."""
