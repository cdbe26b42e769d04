"""PostgreSQL extensions the platform stands on."""

from django.contrib.postgres.operations import BtreeGistExtension, CreateExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        CreateExtension("postgis"),
        CreateExtension("unaccent"),
        CreateExtension("pg_trgm"),
        BtreeGistExtension(),
    ]
