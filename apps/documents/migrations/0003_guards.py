"""Numbers follow each other and stay; papers stay; both and files have a history."""

from django.db import migrations

from geo.constraints import append_only, keeps_history

NO_GAPS = """
ALTER TABLE documents_number ADD CONSTRAINT number_follows_the_one_before
  FOREIGN KEY (series_id, previous) REFERENCES documents_number (series_id, number);
CREATE TRIGGER number_annulled_stays_annulled AFTER UPDATE ON documents_number
  FOR EACH ROW WHEN (
    OLD.state = 'annulled' AND NEW IS DISTINCT FROM OLD
    OR OLD.state = 'drawn' AND NEW.state = 'reserved'
  ) EXECUTE FUNCTION documents_refuse();
CREATE TRIGGER document_annulled_stays_annulled AFTER UPDATE ON documents_document
  FOR EACH ROW WHEN (OLD.annulled_at IS NOT NULL AND NEW IS DISTINCT FROM OLD)
  EXECUTE FUNCTION documents_refuse();
"""
NO_GAPS_UNDONE = """
ALTER TABLE documents_number DROP CONSTRAINT number_follows_the_one_before;
DROP TRIGGER number_annulled_stays_annulled ON documents_number;
DROP TRIGGER document_annulled_stays_annulled ON documents_document;
"""

ANNULMENT = ("reason", "annulled_by", "annulled_at")
WITHDRAWAL = ("reason", "withdrawn_by", "withdrawn_at")


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_history")]
    operations = [
        migrations.RunSQL(NO_GAPS, NO_GAPS_UNDONE),
        append_only(
            "number_stays_in_its_series",
            table="documents_number",
            may_change=("state", *ANNULMENT),
        ),
        append_only(
            "document_stays_as_issued", table="documents_document", may_change=ANNULMENT
        ),
        append_only(
            "attachment_stays_as_kept", table="documents_attachment", may_change=WITHDRAWAL
        ),
        append_only("refusal_stays", table="documents_refusedfile"),
        keeps_history("documents_series"),
        keeps_history("documents_block"),
        keeps_history("documents_number", without=("previous",)),
        keeps_history("documents_document", without=("token",)),
        keeps_history("documents_attachment"),
    ]
