"""Map style and tile builds as a Django application, for its commands."""

from django.apps import AppConfig


class TilesConfig(AppConfig):
    name = "tiles"
    label = "tiles"
