"""What is written of looks at layers about people is never changed."""

from django.db import migrations

from geo.constraints import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0007_history_of_memberships"),
        ("people", "0005_looks_at_layers"),
    ]
    operations = [append_only("layer_look_is_append_only", table="people_layerread")]
