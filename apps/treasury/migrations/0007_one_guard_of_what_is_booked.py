"""What is booked stays by the same guard as every other row that does.

Traces of the glass having been broken move into the history, where seals cover them.
"""

from django.db import migrations

from geo.constraints import append_only

WHOLE = (
    *("entry", "leg", "line", "payment", "receipt", "refund", "refundpayment"),
    *("remission", "period", "providerevent", "intentshare", "cashtaken", "countline"),
)
"""Tables whose rows stay as they are."""
IN_PART = {
    "account": ("code", "kind"),
    "concept": ("code", "income_id"),
    "price": ("concept_id", "variant", "unit", "amount", "legal_basis"),
    "laterule": (
        *("concept_id", "charged_as_id", "kind", "percent", "grace_days", "legal_basis"),
    ),
    "obligation": (
        *("id", "key", "concept_id", "debtor_id", "entry_id", "charged_on", "due_on"),
        *("amount", "about_kind", "about_id", "late_on_id"),
    ),
    "paymentintent": (
        *("alias", "provider", "debtor_id", "amount", "purpose", "asked_at", "expires_at"),
    ),
    "shift": ("id", "desk_id", "cashier", "person_id", "floated", "opened_at"),
}
"""Columns that stay, where others of the row may change."""

OLD_GUARDS = "".join(
    f"DROP FUNCTION treasury_{table}_frozen, treasury_{table}_traced CASCADE;"
    for table in (*WHOLE, *IN_PART)
)
TRACES = """
INSERT INTO documents_history
  (at, era, xid, table_name, record, act, who, why, before, after)
SELECT at, (SELECT system_identifier FROM pg_control_system()),
       pg_current_xact_id()::text::bigint, "table",
       coalesce(before ->> 'id', '*'),
       CASE WHEN before IS NULL THEN 'unlocked' WHEN after IS NULL THEN 'removed'
            ELSE 'changed' END,
       'database: ' || role, coalesce(reason, ''), before,
       CASE WHEN before IS NOT NULL THEN after END
FROM treasury_breakglass ORDER BY id;
DROP FUNCTION treasury_breakglass_kept CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_one_guard"),
        ("treasury", "0006_differences_are_booked"),
    ]
    operations = [
        migrations.RunSQL(OLD_GUARDS),
        *(
            append_only(f"{table}_stays_as_booked", table=f"treasury_{table}")
            for table in WHOLE
        ),
        *(
            append_only(
                f"{table}_stays_as_booked", table=f"treasury_{table}", columns=columns
            )
            for table, columns in IN_PART.items()
        ),
        migrations.RunSQL(TRACES),
        migrations.DeleteModel("BreakGlass"),
    ]
