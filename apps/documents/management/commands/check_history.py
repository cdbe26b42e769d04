"""Compare the history of every record with its seals; non-zero when they disagree."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.documents.actions.sealing import Checked, check_history
from apps.documents.models import Document

FAULTS = {
    "chain": gettext_lazy(
        "does not follow the seal before it: a seal is missing or was changed"
    ),
    "range": gettext_lazy("does not begin where the seal before it ended"),
    "count": gettext_lazy(
        "covers more or fewer rows than there are: rows were removed or slipped in"
    ),
    "rows": gettext_lazy("does not fit its rows: at least one was changed"),
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
            _("Seal %(number)d of %(at)s (%(rows)d rows) %(fault)s.")
            % {**vars(finding.seal), "fault": FAULTS[finding.fault]}
            for finding in checked.findings
        ]
        witnesses = [tuple(each.partition(":")[::2]) for each in expect]
        printed = Document.objects.exclude(seal=None).values_list("seal", "seal_digest")
        witnesses += [(str(number), digest) for number, digest in printed.distinct()]
        faults += _contradicted(checked, sorted(set(witnesses)))
        self.stdout.write(
            _("Rows under %(seals)d seals: %(rows)d; not sealed yet: %(open)d.")
            % {
                "seals": len(checked.seals),
                "rows": checked.rows,
                "open": checked.open_rows,
            }
        )
        if checked.seals:
            last = checked.seals[-1]
            seal = f"{last.number}:{last.digest.hex()}"
            self.stdout.write(_("Last seal: %(seal)s") % {"seal": seal})
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(_("The history is as it was written."))


def _contradicted(checked: Checked, witnesses: list[tuple[str, ...]]) -> list[str]:
    """Seals that were told elsewhere, as on issued papers, and are not here any more."""
    seals = {str(seal.number): seal.digest.hex() for seal in checked.seals}
    return [
        _(
            "Seal %(number)s was %(digest)s elsewhere and is not so here: the chain was "
            "cut or made anew."
        )
        % {"number": number, "digest": digest[:16] or "…"}
        for number, digest in witnesses
        if not digest or not seals.get(number, "").startswith(digest.lower())
    ]
