"""The platform with one address more, where a transaction is begun and ended."""
