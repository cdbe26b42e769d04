"""Run a notebook of `notebooks/` on this instance and keep what it wrote."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("notebook", type=Path, help="such as notebooks/01_….ipynb")

    def handle(self, *, notebook: Path, **_options: object) -> None:
        if not notebook.is_file():
            raise CommandError(_("There is no notebook %(file)s.") % {"file": notebook})
        folder = settings.VAR / "notebooks"
        folder.mkdir(parents=True, exist_ok=True)
        self._run(notebook, folder)
        self.stdout.write(str(folder))

    def _run(self, notebook: Path, folder: Path) -> None:
        try:  # they belong to the development group
            formats: Any = import_module("nbformat")
            clients: Any = import_module("nbclient")
        except ImportError as error:
            advice = _("Notebooks need the development tools: run ./llajta check once.")
            raise CommandError(advice) from error
        cells = formats.read(notebook, as_version=4)
        place = {"metadata": {"path": str(folder)}}
        try:
            clients.NotebookClient(cells, kernel_name="python3", resources=place).execute()
        except clients.exceptions.CellExecutionError as error:
            raise CommandError(str(error)) from error
        formats.write(cells, folder / notebook.name)
