"""An offering says how much the members of one association may have together."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0007_handovers_fit"),
        ("people", "0004_memberships"),
    ]
    operations = [
        migrations.AddField(
            model_name="offering",
            name="list_minutes",
            field=models.PositiveSmallIntegerField(
                db_default=4320,
                default=4320,
                verbose_name="minutes to pay for lists and draws",
            ),
        ),
        migrations.AddField(
            model_name="offering",
            name="most_per_association",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                verbose_name="most spaces for the members of one association",
            ),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.CheckConstraint(
                condition=Q(most_per_association__isnull=True)
                | Q(most_per_association__gt=0),
                name="offering_gives_associations_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.CheckConstraint(
                condition=Q(list_minutes__range=(1, 43200)), name="offering_lists_run_out"
            ),
        ),
    ]
