"""Exact numbers of rows, kept by statement triggers instead of counted at every request."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from psycopg import sql

FUNCTIONS: Final = (Path(__file__).parent / "sql" / "row_counter.sql").read_text("utf-8")
COUNTS_VIEW: Final = "_row_counts"
"""In each audience's schema; no layer can take the name, theirs begin with a letter."""

_TRIGGERS: Final = sql.SQL("""
CREATE OR REPLACE TRIGGER rows_are_noted_insert AFTER INSERT ON {table}
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION counted.note_rows();
CREATE OR REPLACE TRIGGER rows_are_noted_delete AFTER DELETE ON {table}
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION counted.note_rows();
CREATE OR REPLACE TRIGGER rows_are_noted_truncate AFTER TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION counted.note_rows();
DELETE FROM counted.row_delta WHERE relation = {name};
INSERT INTO counted.row_delta SELECT {name}, count(*) FROM {table};
""")
"""CREATE TRIGGER locks out writers until the transaction ends, so the count is exact."""


def counter(table: str) -> sql.Composed:
    """SQL that counts `table` now and keeps the count from then on."""
    return _TRIGGERS.format(table=sql.Identifier(table), name=sql.Literal(table))


def counts_view(schema: str, tables: dict[str, str]) -> sql.Composed:
    """SQL of the view `schema._row_counts`: layer name and its exact number of rows.

    `tables` gives the counted table of each layer; other layers are not in the view.
    """
    pairs = sql.SQL(", ").join(
        sql.SQL("({}, {})").format(sql.Literal(layer), sql.Literal(table))
        for layer, table in tables.items()
    )
    none = sql.SQL("(NULL::text, NULL::text)")
    return sql.SQL("""
CREATE VIEW {schema}.{view} (layer, rows) AS
SELECT kept.layer, coalesce(sum(noted.rows), 0)::bigint
FROM (VALUES {pairs}) AS kept (layer, relation)
LEFT JOIN counted.row_delta AS noted USING (relation)
GROUP BY kept.layer
""").format(
        schema=sql.Identifier(schema),
        view=sql.Identifier(COUNTS_VIEW),
        pairs=pairs if tables else none,
    )
