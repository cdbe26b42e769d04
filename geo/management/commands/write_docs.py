"""Write the documentation that follows from the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from geo.dictionary import data_dictionary


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        file = Path(settings.ROOT) / "docs" / "data-dictionary.md"
        file.write_text(data_dictionary(), encoding="utf-8")
        self.stdout.write(f"{file.name} written.")
