"""Read every kept paper and file anew and compare it with its digest."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from apps.documents.models import Attachment, Document
from geo.store import Damaged, Missing, store


class Command(BaseCommand):
    help = __doc__

    def handle(self, *, verbosity: int, **_options: object) -> None:
        papers = Document.objects.values_list("sha256", flat=True)
        files = Attachment.objects.values_list("sha256", flat=True)
        small = Attachment.objects.exclude(thumbnail="").values_list("thumbnail", flat=True)
        digests, keep, faults = papers.union(files, small), store(), []
        for digest in tqdm(digests, unit="file", disable=None if verbosity else True):
            try:
                keep.get(digest)
            except Missing:
                faults.append(_("%(file)s is missing.") % {"file": digest})
            except Damaged:
                faults.append(_("%(file)s is not what was kept.") % {"file": digest})
        sound = {"count": len(digests) - len(faults)}
        self.stdout.write(_("Files as they were kept: %(count)d.") % sound)
        if faults:
            raise CommandError("\n".join(faults))
