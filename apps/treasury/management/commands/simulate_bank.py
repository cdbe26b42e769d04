"""Run a bank that is none, for tests and demonstrations: no money moves.

It speaks as a bank that calls back (SIP) and as one that must be asked (BNB), and lets its
notices come late, several times, in disorder, or not at all.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from apps.treasury.management.bank.doors import server_of
from apps.treasury.management.bank.ledger import Quirks, SimulatedBank


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8900)
        parser.add_argument("--site", default="", help="where it tells of payments")
        parser.add_argument("--book", type=Path, help="file that keeps its codes")
        parser.add_argument("--delay", type=float, default=0.0, help="seconds")
        parser.add_argument("--repeat", type=int, default=1, help="how often it tells")
        parser.add_argument("--shuffle", action="store_true", help="in disorder")
        parser.add_argument("--lose", type=float, default=0.0, help="share never told")

    def handle(self, **options: object) -> None:
        secret = settings.BANKS.get("sip", {}).get("secret", "")
        if not secret:
            raise CommandError(_("LLAJTA_SIP_SECRET is not set: nothing could be signed."))
        quirks = Quirks(
            delay_s=float(str(options["delay"])),
            repeats=int(str(options["repeat"])),
            shuffles=bool(options["shuffle"]),
            loses=float(str(options["lose"])),
        )
        book = options["book"]
        bank = SimulatedBank(
            secret=secret,
            quirks=quirks,
            site=str(options["site"]).rstrip("/"),
            book=book if isinstance(book, Path) else None,
        )
        host = str(options["host"])
        server = server_of(bank, int(str(options["port"])), host=host)
        address = f"http://{host}:{server.server_port}"
        self.stdout.write(_("Bank of nobody at %s; Ctrl-C ends it.") % address)
        self.stdout.flush()
        server.serve_forever()
