"""Map style and tile builds as a Django application, for its commands."""

from django.apps import AppConfig


class TilesConfig(AppConfig):
    name = "tiles"
    label = "tiles"

    def ready(self) -> None:
        """Tell the field which maps there are to be taken along."""
        from apps.fieldwork.domain.maps import register_maps
        from tiles.offline.building import read_index

        register_maps(read_index)
