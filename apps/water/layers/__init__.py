"""What the water service publishes."""

from apps.water.layers import debtors, service

__all__ = ["debtors", "service"]
