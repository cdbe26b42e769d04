"""Jobs that anybody asked for, of whatever act."""

import uuid

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("act", models.CharField(max_length=80)),
                ("about", models.CharField(blank=True, max_length=80)),
                ("owner", models.CharField(blank=True, max_length=150)),
                ("language", models.CharField(max_length=10)),
                ("arguments", models.JSONField(default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("accepted", "waiting"),
                            ("running", "running"),
                            ("successful", "done"),
                            ("failed", "failed"),
                            ("dismissed", "dismissed"),
                        ],
                        default="accepted",
                        max_length=10,
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("message", models.TextField(blank=True)),
                ("problem", models.PositiveSmallIntegerField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("most_attempts", models.PositiveSmallIntegerField(default=1)),
                ("result", models.TextField(blank=True)),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("deadline_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "-created_at"], name="jobs_by_owner"),
                    models.Index(fields=["status", "-updated_at"], name="jobs_by_status"),
                    models.Index(fields=["expires_at"], name="jobs_by_expiry"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "accepted",
                                    "running",
                                    "successful",
                                    "failed",
                                    "dismissed",
                                ],
                            )
                        ),
                        name="job_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("progress__lte", 100)),
                        name="job_progress_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "successful"), ("result", ""), _connector="XOR"
                        ),
                        name="job_has_a_result_when_successful",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["accepted", "running"]),
                            ("finished_at__isnull", False),
                            _connector="XOR",
                        ),
                        name="job_has_an_end_when_finished",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "running"), _negated=True),
                            ("deadline_at__isnull", False),
                            _connector="OR",
                        ),
                        name="job_runs_until_a_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attempts__lte", models.F("most_attempts"))),
                        name="job_is_begun_as_often_as_it_may",
                    ),
                ],
            },
        ),
    ]
