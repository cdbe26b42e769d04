"""Write the map styles, the CSS properties and the marks from the style tokens."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from tiles.style.files import files
from tiles.style.tokens import tokens


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        for path, text in files(tokens()).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{path.name} written")
