"""The history of every record, for auditors."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.documents.actions.exporting import Asked, history_lines
from apps.documents.domain.changes import Change, changes, keys_in
from apps.documents.domain.exporting import WRITERS
from apps.documents.domain.titles import title_of
from apps.documents.models import HistoryRow, Seal
from apps.documents.permissions import AUDIT
from apps.documents.queries import names_of
from apps.documents.views.doors import for_office
from geo import sql
from geo.pages.middleware import viewer_of
from geo.pages.paging import page_after

TABLE_SIZE: Final = 50
MOST_EXPORTED: Final = 20_000
"""Rows of one download; the command `export_history` gives all of them."""
TABLES: Final = Path(__file__).resolve().parent.parent / "sql" / "history" / "tables.sql"
TYPES: Final = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row of the history as the page tells it."""

    row: HistoryRow
    thing: str
    name: str
    """What the record is called by now; its key if it is gone, or a person."""
    changes: list[Change]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table that has a history."""

    name: str


def _asked(request: HttpRequest) -> Asked:
    words = [request.GET.get(name, "") for name in ("tabla", "registro", "quien")]
    table, record, who = (word.replace("\0", "") for word in words)
    return Asked(table=table, record=record, who=who)


@require_safe
@for_office(AUDIT)
def history(request: HttpRequest) -> HttpResponse:
    """What happened last, to all records or to those of one kind or by one account."""
    asked = _asked(request)
    rows = HistoryRow.objects.visible_to(viewer_of(request))
    if asked.table:
        rows = rows.filter(table_name=asked.table)
    if asked.who:
        rows = rows.filter(who=asked.who)
    tables = [each.name for each in sql.rows(Table, TABLES)]
    named = [{"table": each, "title": title_of(each)} for each in tables]
    kept = urlencode({"tabla": asked.table, "quien": asked.who})
    return _page(
        request, rows, tables=named, table=asked.table, who=asked.who, kept=f"{kept}&",
        filter=kept,
    )  # fmt: skip


@require_safe
@for_office(AUDIT)
def record(request: HttpRequest, table: str, record: str) -> HttpResponse:
    """What happened to one record; 404 where nothing ever did."""
    visible = HistoryRow.objects.visible_to(viewer_of(request))
    rows = visible.filter(table_name=table, record=record.replace("\0", ""))
    if not rows.exists():
        raise Http404
    kept = urlencode({"tabla": table, "registro": record})
    key = (table, record)
    name = names_of([key]).get(key, record)
    return _page(request, rows, record=name, thing=title_of(table), filter=kept)


def _page(request: HttpRequest, rows: QuerySet[HistoryRow], **more: Any) -> HttpResponse:
    key = request.GET.get("despues", "")
    page = page_after(rows, by="id", descending=True, key=key, size=TABLE_SIZE)
    named = names_of(
        key
        for row in page.rows
        for key in (
            (row.table_name, row.record),
            *keys_in(row.table_name, row.before, row.after),
        )
    )
    seal = Seal.objects.order_by("-number").first()
    context = {
        "entries": [
            Entry(
                row=row,
                thing=title_of(row.table_name),
                name=named.get((row.table_name, row.record), row.record),
                changes=changes(row.table_name, row.before, row.after, named),
            )
            for row in page.rows
        ],
        "next_key": page.next_key,
        "seal": seal,
        "digest": bytes(seal.digest).hex() if seal else "",
        **more,
    }
    return render(request, "documents/history.html", context)


@require_safe
@for_office(AUDIT)
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The newest rows that were asked for, as a file."""
    if form not in WRITERS:
        raise Http404
    sink = io.StringIO()
    lines = partial(history_lines, most=MOST_EXPORTED, by=viewer_of(request))
    WRITERS[form](lines(_asked(request)), sink)
    answer = HttpResponse(sink.getvalue(), content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="historia.{form}"'
    return answer
