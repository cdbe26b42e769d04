"""Read every kept paper and file anew and compare it with its digest."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
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
                faults.append(f"{digest} is missing.")
            except Damaged:
                faults.append(f"{digest} is not what was kept.")
        self.stdout.write(f"{len(digests) - len(faults)} files as they were kept.")
        if faults:
            raise CommandError("\n".join(faults))
