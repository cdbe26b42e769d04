"""People, offices, posts and grants have a history; merges and looks stay as they were.

It is attached here because the register of people stands below that of documents.
"""

from django.db import migrations

from geo.constraints import append_only, keeps_history

TABLES = (
    "party",
    "person",
    "organisation",
    "contactpoint",
    "partyaddress",
    "vulnerability",
    "consent",
    "office",
    "post",
    "holding",
    "grant",
    "account",
)
KEYS = {"person": "party_id", "organisation": "party_id"}


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_guards"), ("people", "0002_guards")]
    operations = [
        *(keeps_history(f"people_{table}", key=KEYS.get(table, "id")) for table in TABLES),
        append_only("merge_is_append_only", table="people_partymerge"),
        append_only("look_is_append_only", table="people_personaldataread"),
    ]
