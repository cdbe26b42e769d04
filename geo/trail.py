"""Triggers that keep what happened: history that is only appended to, rows that stay.

The functions they call, and the table `documents_history` they write to, are made by the
first migrations of `apps.documents`; a migration that uses these operations depends on
`("documents", "0002_history")`. One of the three kinds of trigger that may write to another
table (the others count rows, and note whose debt moved and sum up what is kept of debts).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.migrations.operations import RunSQL

_KEEPS: Final = """
CREATE TRIGGER keeps_history_insert AFTER INSERT ON {table}
  REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION documents_keep_history({arguments});
CREATE TRIGGER keeps_history_update AFTER UPDATE ON {table}
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION documents_keep_history({arguments});
CREATE TRIGGER keeps_history_delete AFTER DELETE ON {table}
  REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION documents_keep_history({arguments});
CREATE TRIGGER keeps_history_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION documents_keep_history({arguments});
"""

_FORGETS: Final = """
DROP TRIGGER keeps_history_insert ON {table};
DROP TRIGGER keeps_history_update ON {table};
DROP TRIGGER keeps_history_delete ON {table};
DROP TRIGGER keeps_history_truncate ON {table};
"""

_STAYS: Final = """
CREATE TRIGGER {rule} AFTER UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION documents_refuse_change({arguments});
CREATE TRIGGER {rule}_as_a_whole BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse_change({arguments});
"""

_GOES: Final = """
DROP TRIGGER {rule} ON {table};
DROP TRIGGER {rule}_as_a_whole ON {table};
"""

_STAYS_IN_PART: Final = """
CREATE TRIGGER {rule} AFTER UPDATE ON {table} FOR EACH ROW
  WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION documents_refuse_change();
CREATE TRIGGER {rule}_as_a_row AFTER DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION documents_refuse_change();
CREATE TRIGGER {rule}_as_a_whole BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse_change();
"""


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def keeps_history(table: str, *, key: str = "id", without: Sequence[str] = ()) -> RunSQL:
    """Append every later change of `table` to the history: who, when, before, after, why.

    `key` is the column a record is found by. Columns in `without` are left out of what is
    kept: secrets, and what only follows from other columns. A statement adds its rows at
    once, so a bulk load costs one insert more. What is emptied by TRUNCATE is kept too.
    """
    arguments = _quoted([key, *without])
    return RunSQL(
        _KEEPS.format(table=table, arguments=arguments), _FORGETS.format(table=table)
    )


def append_only(
    rule: str,
    *,
    table: str,
    may_change: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> RunSQL:
    """Make the database refuse to change or remove rows of `table`, for its owner too.

    `rule` names the broken promise in the error. Columns in `may_change` are free; or, for
    tables that are written all the time, only `columns` stay, which costs a comparison and
    no function call. An administrator who must all the same sets `llajta.break_glass` to
    the reason, in one session; the history keeps that reason, and each row that was
    changed or removed as it was before and after.
    """
    if columns:
        old, new = (
            ", ".join(f"{row}.{each}" for each in columns) for row in ("OLD", "NEW")
        )
        return RunSQL(
            _STAYS_IN_PART.format(rule=rule, table=table, old=old, new=new),
            _GOES.format(rule=rule, table=table)
            + f"DROP TRIGGER {rule}_as_a_row ON {table};",
        )
    arguments = _quoted(may_change)
    return RunSQL(
        _STAYS.format(rule=rule, table=table, arguments=arguments),
        _GOES.format(rule=rule, table=table),
    )
