"""Jobs of processes become jobs of the platform; what waits or is kept goes with them."""

from django.db import migrations

MOVE = """
INSERT INTO jobs_job (id, act, about, owner, language, arguments, status, progress, message,
  problem, attempts, most_attempts, result, created_at, started_at, deadline_at,
  finished_at, updated_at, expires_at)
SELECT id, 'processes.run', process, owner, language,
  jsonb_build_object('process', process, 'inputs', inputs, 'response', response), status,
  progress, message, problem, attempts, greatest(attempts, 2), result, created_at,
  started_at, started_at + interval '15 minutes', finished_at, updated_at, expires_at
FROM processes_job;
UPDATE procrastinate_jobs SET task_name = 'jobs.run' WHERE task_name = 'processes.run';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0001_jobs"),
        ("jobs", "0001_jobs"),
        ("procrastinate", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel(name="Job"),
        migrations.CreateModel(
            name="Job",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("jobs.job",),
        ),
    ]
