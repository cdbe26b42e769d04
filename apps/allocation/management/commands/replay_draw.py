"""Work out a published draw of lots again and say whether its result is right."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.allocation.domain.lottery import differences


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the JSON of the draw's page")

    def handle(self, *, file: Path, **_options: object) -> None:
        try:
            document = json.loads(file.read_text(encoding="utf-8"))
            wrong = list(differences(document))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(
                _("%(file)s is no published draw; fetch its JSON once lots are drawn.")
                % {"file": file}
            ) from error
        if wrong:
            raise CommandError(
                _("The draw does not come out as published: %(what)s.")
                % {"what": ", ".join(wrong[:20])}
            )
        count = len(document["result"])
        self.stdout.write(
            _("The draw comes out as published: %(count)d applications.") % {"count": count}
        )
