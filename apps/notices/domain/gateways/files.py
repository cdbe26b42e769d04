"""A way out that leads to a file: for demonstrations, and to look at what would go out."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from apps.notices.domain.gateways.port import Message


class FileGateway:
    """Appends each text as a line of JSON."""

    def __init__(self, path: Path) -> None:
        self.name = f"file:{path.name}"
        self._path = path

    def send(self, message: Message) -> str:
        """Append the text; never fails on account of the provider."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(asdict(message), ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(line + "\n")
        return message.key
