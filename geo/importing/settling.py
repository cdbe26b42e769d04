"""Layers brought up to date after imports came in or were undone."""

from __future__ import annotations

import datetime as dt

from geo.exchange.register import get_importable
from geo.models import ImportRun
from geo.sql import analyze


def settle_imports(now: dt.datetime) -> None:
    """Let every layer settle that an import changed since it last did, each act once."""
    runs = list(ImportRun.objects.filter(settled=False))
    layers = [get_importable(layer) for layer in sorted({run.layer for run in runs})]
    for into in layers:
        analyze(into.model)
    for after in dict.fromkeys(into.after for into in layers):
        if after is not None:
            after(now)
    for run in runs:  # undone meanwhile, it waits for the next time
        ImportRun.objects.filter(pk=run.pk, undone_at=run.undone_at).update(settled=True)
