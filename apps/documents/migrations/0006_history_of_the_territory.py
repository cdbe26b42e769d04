"""Who moved a limit, and when: what grants and charges are bound to has a history.

Blocks, parcels, places and addresses have none: they come by the hundred thousand, in files
that are kept.
"""

from django.db import migrations

from geo.constraints import keeps_history

TABLES = ("municipality", "district", "zone", "otb", "street")


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_one_guard"), ("territory", "0005_names_as_heard")]
    operations = [keeps_history(f"territory_{table}") for table in TABLES]
