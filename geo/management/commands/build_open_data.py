"""Write every public layer as files, with a catalogue of them."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from geo.access import Audience
from geo.errors import Refusal
from geo.layers import Layer, published
from geo.opendata.building import build, code_state, version
from geo.opendata.catalogue import About
from geo.opendata.folder import public_folder


def _chosen(names: list[str] | None) -> list[Layer]:
    """The public layers of these names, or all of them."""
    known = {each.name: each for each in published(Audience.ANYONE)}
    strange = [name for name in names or () if name not in known]
    if strange:
        said = {"names": ", ".join(strange), "known": ", ".join(known)}
        raise CommandError(_("No public layer: %(names)s. These are: %(known)s.") % said)
    return [known[name] for name in names or known]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            nargs="?",
            help="where to put it; by default where the site serves it from",
        )
        parser.add_argument(
            "--layer",
            action="append",
            help="only this one, in a folder of its own; repeatable",
        )

    def handle(
        self, *, folder: Path | None, layer: list[str] | None, **_options: object
    ) -> None:
        if layer and folder is None:
            raise CommandError(_("Say where to: what the site serves holds every layer."))
        layers = _chosen(layer)
        about = About(
            made_at=timezone.now(),
            version=version(),
            code=code_state(),
            site="" if folder else settings.NAMED_ADDRESS,
        )
        try:
            outcomes = build((folder or public_folder()).absolute(), layers, about)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for each in outcomes:
            sizes = sum(file.stat().st_size for file in each.files if file.exists())
            told = each.wrong or _("%(rows)d rows") % {"rows": each.rows}
            self.stdout.write(f"{each.layer.name}: {told} {sizes // 1024 or ''}".rstrip())
        broken = [each.layer.name for each in outcomes if each.wrong]
        if broken:
            raise CommandError(_("Left out: %(layers)s") % {"layers": ", ".join(broken)})
