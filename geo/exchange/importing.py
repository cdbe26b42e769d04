"""The one way rows of a file come into a layer: staging, one check, one insert."""

from __future__ import annotations

from itertools import chain
from typing import Final

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from pyproj import CRS

from geo.crs import METRIC
from geo.exchange import positions, repairs
from geo.exchange import scratch as tables
from geo.exchange.checks import refuse_shapes, refuse_values
from geo.exchange.features import Batch, Features
from geo.exchange.inserting import insert
from geo.exchange.links import find_links, refuse_links
from geo.exchange.options import ImportOptions, Outside
from geo.exchange.outages import explained
from geo.exchange.placing import place_by_words
from geo.exchange.plan import Plan
from geo.exchange.planning import make_plan
from geo.exchange.questions import ask_questions, remarks
from geo.exchange.refusals import NotImportable, NotSettled, UnknownCrs, listed
from geo.exchange.register import Importable, TakenUp
from geo.exchange.report import ImportReport
from geo.exchange.reporting import told, write_refused
from geo.exchange.scratch import Scratch
from geo.exchange.shapes import sample
from geo.exchange.staging import Counted, stage
from geo.exchange.twins import refuse_twins
from geo.sql import analyze, one_at_a_time

NAMED: Final = 8
"""Unused columns that the report names."""


def import_features(
    source: Features, into: Importable, options: ImportOptions
) -> ImportReport:
    """Bring the rows of `source` into the layer `into`, in one transaction.

    Good rows go in, the others are in the report. Inside a transaction of the caller
    it is part of that one, and the layer settles when it commits.

    Raises:
        WrongMapping: nothing fills a field the layer needs, or names do not exist.
        UnknownCrs: nobody says where the coordinates are.
        DoubtfulPosition: the coordinates contradict their CRS.
        NotImportable: the file breaks off, or has no rows.
        DatabaseStopped: the database went away; nothing was written.
        DatabaseRefused: a rule beyond single rows was broken; nothing was written.
    """
    work = _Import(source, into, options)
    with explained() as outcome, transaction.atomic():
        one_at_a_time(f"import.{into.model._meta.db_table}")
        report = work.run()
        if options.dry_run:
            transaction.set_rollback(True)
        outcome.committing = True
    if options.settle:
        transaction.on_commit(lambda: settle(report, into, options))
    return report


def settle(report: ImportReport, into: Importable, options: ImportOptions) -> None:
    """Let the layer bring up to date what depends on rows that were committed.

    Raises:
        NotSettled: the database failed; the rows are in all the same.
    """
    if not report.loaded or report.dry_run:
        return
    try:
        analyze(into.model)
        if into.after is not None:
            into.after(options.now)
    except DatabaseError as error:
        raise NotSettled from error


class _Import:
    """One import under way."""

    def __init__(self, source: Features, into: Importable, options: ImportOptions) -> None:
        self.source = source
        self.into = into
        self.options = options
        self.swap = options.mapping.reading.swap
        self.crs = _crs(source, options.mapping.reading.crs)
        self.plan = make_plan(
            source.columns,
            into=into,
            mapping=options.mapping,
            constants=options.constants,
        )
        self.scratch = Scratch()
        self.notes = _first_notes(source, self.plan, self.crs)

    def run(self) -> ImportReport:
        """Everything that happens in the transaction."""
        box = self._box()
        self.options.progress.step(_("reading"))
        tables.create(self.scratch, self.plan)
        counted = self._stage(box)
        self.options.progress.step(_("checking"))
        cut = self._change_shapes()
        self.notes += place_by_words(self.scratch, self.plan)
        self._check()
        self.options.progress.step(_("writing"))
        coming = counted.read - counted.passed_over
        loaded = insert(
            self.scratch,
            self.plan,
            rows=coming,
            alone=self.options.alone,
            run=self.options.run,
        )
        if self.into.upshot is not None and loaded:
            self.notes += self.into.upshot.take_up(self._taken_up())
        if self.options.report is not None:
            write_refused(self.scratch, self.options.report)
        remarked = remarks(self.scratch, self.plan)
        refusals, mended = told(self.scratch, repaired=self.options.repair)
        tables.drop(self.scratch, self.plan)
        return ImportReport(
            file=self.source.name,
            layer=self.into.layer,
            read=counted.read,
            passed_over=counted.passed_over,
            loaded=loaded,
            refusals=refusals,
            repairs=mended,
            cut=cut,
            notes=tuple(dict.fromkeys([*self.notes, *self.source.notes])),
            dry_run=self.options.dry_run,
            remarks=remarked,
        )

    def _taken_up(self) -> TakenUp:
        options = self.options
        return TakenUp(
            layer=self.into.layer, now=options.now, run=options.run, by=options.by
        )

    def _box(self) -> positions.Box:
        """Where rows should lie: the ground of the layer, else the town as configured.

        Raises:
            NotImportable: nobody knows the ground yet, and what lies outside is not kept.
        """
        configured: positions.Box = settings.MUNICIPALITY.bounds
        if self.into.within is None:
            return configured
        box = tables.extent(self.into.within)
        if box is None and self.options.outside is not Outside.KEEP:
            raise NotImportable(
                _(
                    "The municipality has no limit yet, so nobody knows what lies outside. "
                    "Import its limit first (--to municipality), or say --outside=keep."
                )
            )
        return box or configured

    def _stage(self, box: positions.Box) -> Counted:
        batches = self.source.batches(self.plan.columns)
        first = next(batches, None)
        if first is None:
            raise NotImportable(_("%(file)s has no rows.") % {"file": self.source.name})
        self._doubt(first, box)
        counted = stage(
            chain([first], batches),
            self.scratch,
            self.plan,
            convert=positions.conversion(self.crs, swap=self.swap),
            mend=self.options.repair,
            advance=self.options.progress.rows,
        )
        if counted.recoded:
            self.notes.append(
                _("%(count)d texts were not UTF-8; they were read as Windows-1252.")
                % {"count": counted.recoded}
            )
        return counted

    def _doubt(self, first: Batch, box: positions.Box) -> None:
        """Look at the first rows before the rest is read."""
        vertices = sample(first.shapes)
        positions.doubt(vertices, crs=self.crs, swap=self.swap, box=box)
        rough = positions.accuracy_note(vertices, crs=self.crs, swap=self.swap)
        if rough:
            self.notes.append(rough)
        likelier = positions.likelier_crs(vertices, crs=self.crs, swap=self.swap, box=box)
        if likelier is not None:
            self.notes.append(
                _(
                    "No row lies in the municipality, but they would if their CRS were "
                    "%(crs)s: try --crs %(crs)s."
                )
                % {"crs": likelier.to_string()}
            )

    def _change_shapes(self) -> int:
        """What the person asked to be done to shapes; returns how many were cut."""
        if self.options.repair:
            repairs.mend(self.scratch, self.plan)
        if self.options.mapping.reading.as_points:
            middles = repairs.take_middles(self.scratch)
            self.notes.append(
                _("%(count)d shapes became the point in their middle.") % {"count": middles}
            )
        if self.options.outside is Outside.CLIP:
            return repairs.cut(self.scratch, self.plan)
        return 0

    def _check(self) -> None:
        inside = self.options.outside is not Outside.KEEP
        refuse_shapes(self.scratch, self.plan, inside=inside)
        find_links(self.scratch, self.plan)
        refuse_links(self.scratch, self.plan)
        refuse_values(self.scratch, self.plan)
        refuse_twins(self.scratch, self.plan)
        ask_questions(self.scratch, self.plan)


def _crs(source: Features, said: CRS | None) -> CRS:
    crs = said or source.crs
    if crs is None:
        raise UnknownCrs(
            _(
                "%(file)s does not say in which CRS its coordinates are. Ask its owner and "
                "say it, for example --crs EPSG:%(metric)d (metres) or --crs EPSG:4326 "
                "(degrees)."
            )
            % {"file": source.name, "metric": METRIC}
        )
    return crs


def _first_notes(source: Features, plan: Plan, crs: CRS) -> list[str]:
    """What the person should know about how the file was taken."""
    notes = []
    if source.crs is not None and crs != source.crs:
        notes.append(
            _("The file says its CRS is %(file)s; it was read as %(crs)s, as you said.")
            % {"file": source.crs.name, "crs": crs.name}
        )
    unused = [name for name in source.columns if name not in plan.columns]
    if unused:
        named = listed(unused[:NAMED]) + (" …" if len(unused) > NAMED else "")
        notes.append(_("Columns not used: %(names)s.") % {"names": named})
    return notes
