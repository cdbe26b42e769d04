"""Columns that keep pointing to a duplicate say so in the catalogue."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_guards'),
    ]

    operations = [
        migrations.AlterField(
            model_name='organisation',
            name='party',
            field=models.OneToOneField(db_comment='stays with a merged party', on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='organisation', serialize=False, to='people.party'),
        ),
        migrations.AlterField(
            model_name='partymerge',
            name='merged',
            field=models.OneToOneField(db_comment='stays with a merged party', on_delete=django.db.models.deletion.PROTECT, related_name='merge', to='people.party'),
        ),
        migrations.AlterField(
            model_name='partymerge',
            name='survivor',
            field=models.ForeignKey(db_comment='stays with a merged party', on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='people.party'),
        ),
        migrations.AlterField(
            model_name='person',
            name='party',
            field=models.OneToOneField(db_comment='stays with a merged party', on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='person', serialize=False, to='people.party'),
        ),
        migrations.AlterField(
            model_name='personaldataread',
            name='by_person',
            field=models.ForeignKey(db_comment='stays with a merged party', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AlterField(
            model_name='personaldataread',
            name='party',
            field=models.ForeignKey(db_comment='stays with a merged party', on_delete=django.db.models.deletion.PROTECT, related_name='reads', to='people.party'),
        ),
    ]
