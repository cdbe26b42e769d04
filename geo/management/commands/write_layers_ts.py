"""Write `geo/web/generated/layers.ts` from the layer register."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from geo.pages.typescript import FILE, layers_module


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_text(layers_module(), encoding="utf-8")
        self.stdout.write(f"{FILE.name} written")
