"""What the database itself refuses: check constraints and guarding triggers."""

from __future__ import annotations

from typing import Final

from django.contrib.gis.db.models.functions import IsValid
from django.db.migrations.operations import AddConstraint, RemoveConstraint, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.models import CheckConstraint, Func, Q
from django.db.models.fields import BooleanField
from django.utils.translation import gettext_lazy as _

from geo.trail import append_only, keeps_history

__all__ = [
    "append_only",
    "keeps_history",
    "point_from_now",
    "stays_within",
    "valid_geometry",
    "valid_point",
]

TOLERANCE_DEGREES: Final = 1e-7
"""About one centimetre: room for the rounding of a split or a reprojection."""


class IsEmpty(Func):
    """Whether a geometry has no points."""

    function = "ST_IsEmpty"
    output_field = BooleanField()


class OnEarth(Func):
    """Whether a geometry in degrees lies within ±180° and ±90°; an empty one does not."""

    template = "%(expressions)s @ ST_MakeEnvelope(-180, -90, 180, 90, 4326)"
    output_field = BooleanField()


def valid_point(field: str, *, model: str) -> CheckConstraint:
    """Refuse points that are empty, no numbers, or in no place that degrees can name."""
    return CheckConstraint(
        condition=Q(IsValid(field)) & Q(OnEarth(field)),
        name=f"{model}_{field}_is_valid",
        violation_error_message=_("The point is empty or nowhere on Earth."),
    )


def valid_geometry(field: str, *, model: str) -> CheckConstraint:
    """Refuse shapes that cross themselves or are empty (OGC 06-103r4, 6.1.11).

    Of points `valid_point` asks more.
    """
    return CheckConstraint(
        condition=Q(IsValid(field)) & ~Q(IsEmpty(field)),
        name=f"{model}_{field}_is_valid",
        violation_error_message=_("The shape is empty or crosses itself."),
    )


def point_from_now(model: str, field: str, *, rule: str = "") -> list[Operation]:
    """Operations that put `valid_point` in the place of `valid_geometry`.

    `rule` is what stands before the field in the constraint's name, if not the model.
    """
    constraint = valid_point(field, model=rule or model)
    return [
        RemoveConstraint(model, constraint.name),
        AddConstraint(model, constraint),
    ]


_WITHIN: Final = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT child.id INTO broken
  FROM {child} child JOIN {parent} parent ON parent.id = child.{link}
  WHERE {changed}
    AND NOT ST_CoveredBy(child.{inner}, parent.{outer})
    AND NOT ST_CoveredBy(child.{inner}, ST_Buffer(parent.{outer}, {tolerance}))
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION '{rule}: row % of {child} reaches outside its {parent}', broken
      USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}', TABLE = '{child}';
  END IF;
  RETURN NULL;
END $$;
"""

_WITHIN_TRIGGER: Final = """
CREATE TRIGGER {trigger} AFTER {event} ON {table}
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def stays_within(
    rule: str, *, child: str, inner: str, parent: str, outer: str, link: str
) -> list[RunSQL]:
    """Operations that make the database refuse a child shape outside its parent's.

    `rule` names the broken promise in the error; `child.link` refers to `parent.id`. A
    statement-level trigger checks all rows of a statement at once, whether the child
    moved or the parent shrank, so a bulk load of a million rows runs one query. It reads
    other tables and writes none.
    """
    operations = []
    for side, table in (("child", child), ("parent", parent)):
        name = f"{rule}_{side}"
        function = _WITHIN.format(
            name=name,
            rule=rule,
            child=child,
            parent=parent,
            link=link,
            inner=inner,
            outer=outer,
            tolerance=TOLERANCE_DEGREES,
            changed=f"{side}.id IN (SELECT id FROM fresh)",  # noqa: S608  (one of two)
        )
        events = ("INSERT", "UPDATE") if side == "child" else ("UPDATE",)
        triggers = "".join(
            _WITHIN_TRIGGER.format(
                trigger=f"{side}_within_{event.lower()}",
                event=event,
                table=table,
                name=name,
            )
            for event in events
        )
        operations.append(
            RunSQL(function + triggers, f"DROP FUNCTION IF EXISTS {name} CASCADE")
        )
    return operations


_FROZEN: Final = """
CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- An empty table loses nothing when it is emptied.
  IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM {table}) THEN RETURN NULL; END IF;
  IF coalesce(current_setting('{setting}', true), '') <> '' THEN
    IF TG_OP = 'TRUNCATE' THEN
      INSERT INTO {trace} ("role", "reason", "table", "operation", "statement")
      VALUES (session_user, current_setting('{setting}'), '{table}', TG_OP,
              current_query());
    END IF;
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '{table} is never changed: % refused', TG_OP
    USING ERRCODE = 'restrict_violation', TABLE = '{table}';
END $$;
CREATE FUNCTION {table}_traced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO {trace}
    ("role", "reason", "table", "operation", "statement", "before", "after")
  VALUES (session_user, coalesce(current_setting('{setting}', true), ''), '{table}', TG_OP,
          current_query(), to_jsonb(OLD), CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(NEW) END);
  RETURN NULL;
END $$;
CREATE TRIGGER frozen_update BEFORE UPDATE{columns} ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION {table}_frozen();
CREATE TRIGGER frozen_delete BEFORE DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION {table}_frozen();
CREATE TRIGGER traced_update AFTER UPDATE{columns} ON {table}
  FOR EACH ROW EXECUTE FUNCTION {table}_traced();
CREATE TRIGGER traced_delete AFTER DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION {table}_traced();
"""


def never_changes(
    table: str, *, trace: str, setting: str, columns: tuple[str, ...] = ()
) -> RunSQL:
    """Operation that makes the database refuse UPDATE, DELETE and TRUNCATE of `table`.

    Only for the migrations that were written with it: `append_only` has taken its place
    (treasury, `0007_one_guard_of_what_is_booked`). The owner is refused too. Only where the
    session has put a reason into `setting` does the change go through, and every row of it
    is written to `trace` as it was before and after. `columns` are those that never change,
    where others of the row may.
    """
    of = f" OF {', '.join(columns)}" if columns else ""
    return RunSQL(
        _FROZEN.format(table=table, trace=trace, setting=setting, columns=of),
        f"DROP FUNCTION {table}_frozen, {table}_traced CASCADE",
    )
