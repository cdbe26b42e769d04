"""Compare the history of every record with its seals; non-zero when they disagree."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from apps.documents.actions.sealing import Checked, check_history
from apps.documents.models import Document

FAULTS = {
    "chain": "does not follow the seal before it: a seal is missing or was changed",
    "range": "does not begin where the seal before it ended",
    "count": "covers more or fewer rows than there are: rows were removed or slipped in",
    "rows": "does not fit its rows: at least one was changed",
}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="NUMBER:DIGEST",
            action="append",
            default=[],
            help="a seal written down elsewhere (its first digits suffice)",
        )

    def handle(self, *, expect: list[str], **_options: object) -> None:
        checked = check_history()
        faults = [
            f"Seal {finding.seal.number} of {finding.seal.at} ({finding.seal.rows} rows) "
            f"{FAULTS[finding.fault]}."
            for finding in checked.findings
        ]
        witnesses = [tuple(each.partition(":")[::2]) for each in expect]
        printed = Document.objects.exclude(seal=None).values_list("seal", "seal_digest")
        witnesses += [(str(number), digest) for number, digest in printed.distinct()]
        faults += _contradicted(checked, sorted(set(witnesses)))
        self.stdout.write(
            f"{checked.rows} rows under {len(checked.seals)} seals, "
            f"{checked.open_rows} not sealed yet."
        )
        if checked.seals:
            last = checked.seals[-1]
            self.stdout.write(f"Last seal: {last.number}:{last.digest.hex()}")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("The history is as it was written.")


def _contradicted(checked: Checked, witnesses: list[tuple[str, ...]]) -> list[str]:
    """Seals that were told elsewhere, as on issued papers, and are not here any more."""
    seals = {str(seal.number): seal.digest.hex() for seal in checked.seals}
    return [
        f"Seal {number} was {digest[:16]} elsewhere and is not so here: the chain was "
        "cut or made anew."
        for number, digest in witnesses
        if not digest or not seals.get(number, "").startswith(digest.lower())
    ]
