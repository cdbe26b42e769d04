"""What the worker does for the register of documents."""

from __future__ import annotations

from apps.documents.actions import seal_history
from geo.jobs import every


@every("* * * * *", "documents.seal")
def seal(timestamp: int) -> None:
    """Seal what happened in the last minute, so that nobody can take it back unnoticed."""
    seal_history()
