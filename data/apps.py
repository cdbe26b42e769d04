"""External sources, and the demonstration town, as a Django application."""

from django.apps import AppConfig


class DataConfig(AppConfig):
    name = "data"
    label = "data"
    verbose_name = "Data sources"
