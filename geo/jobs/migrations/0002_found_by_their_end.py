"""The jobs that ended last are found at once, however many there were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_jobs")]
    operations = [
        migrations.AddIndex(
            "job",
            models.Index(fields=["status", "-finished_at"], name="jobs_by_end"),
        ),
    ]
