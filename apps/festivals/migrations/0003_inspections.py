"""What inspectors find at feasts, fine and confiscate."""

import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import geo.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0003_units_of_spaces"),
        ("festivals", "0002_guards"),
        ("people", "0003_stays_when_merged"),
        ("treasury", "0008_what_waits_is_found_at_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="Infraction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("event_id", models.UUIDField()),
                ("on_day", models.DateField(verbose_name="day")),
                ("committed_at", models.DateTimeField(verbose_name="when")),
                (
                    "position",
                    django.contrib.gis.db.models.fields.PointField(null=True, srid=4326),
                ),
                (
                    "person_name",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=160,
                        verbose_name="name as it was given",
                    ),
                ),
                (
                    "recorded_by",
                    models.CharField(max_length=150, verbose_name="recorded by"),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="note")),
                (
                    "festival",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="infractions",
                        to="festivals.festival",
                    ),
                ),
                (
                    "obligation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="treasury.obligation",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                        verbose_name="who",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="infractions",
                        to="allocation.space",
                    ),
                ),
            ],
            options={
                "verbose_name": "infraction",
            },
        ),
        migrations.CreateModel(
            name="Confiscation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("event_id", models.UUIDField(unique=True)),
                ("made_at", models.DateTimeField(verbose_name="when")),
                ("made_by", models.CharField(max_length=150, verbose_name="who")),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="note")),
                (
                    "infraction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confiscations",
                        to="festivals.infraction",
                    ),
                ),
            ],
            options={
                "verbose_name": "confiscation",
            },
        ),
        migrations.CreateModel(
            name="InfractionKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("legal_basis", models.TextField(verbose_name="legal basis")),
                (
                    "concept",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="treasury.concept",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of infraction",
            },
        ),
        migrations.AddField(
            model_name="infraction",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="infractions",
                to="festivals.infractionkind",
            ),
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("event_id", models.UUIDField(unique=True)),
                ("made_at", models.DateTimeField(verbose_name="when")),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("made_by", models.CharField(max_length=150, verbose_name="who")),
                (
                    "position",
                    django.contrib.gis.db.models.fields.PointField(null=True, srid=4326),
                ),
                ("accuracy_m", models.FloatField(null=True)),
                (
                    "distance_m",
                    models.FloatField(null=True, verbose_name="metres from the stand"),
                ),
                (
                    "person",
                    models.CharField(
                        choices=[
                            ("holder", "the holder"),
                            ("substitute", "a substitute on record"),
                            ("other", "somebody else"),
                            ("nobody", "nobody"),
                        ],
                        max_length=10,
                        verbose_name="found there",
                    ),
                ),
                (
                    "person_name",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=160,
                        verbose_name="name of who was there",
                    ),
                ),
                (
                    "shown",
                    models.CharField(
                        choices=[
                            ("valid", "in force for this stand"),
                            ("none", "no patent was shown"),
                            ("other_stand", "in force for another stand"),
                            ("other_feast", "for another feast"),
                            ("annulled", "annulled"),
                            ("expired", "of a feast that is over"),
                            ("unknown", "unknown: forged"),
                        ],
                        max_length=11,
                        verbose_name="patent shown",
                    ),
                ),
                (
                    "allowed_m",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, verbose_name="frontage allowed"
                    ),
                ),
                (
                    "frontage_m",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="frontage measured",
                    ),
                ),
                (
                    "measured",
                    django.contrib.gis.db.models.fields.LineStringField(
                        null=True, srid=4326, verbose_name="measured along"
                    ),
                ),
                (
                    "faults",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("person", "another person"),
                                ("patent", "without a patent in force"),
                                ("length", "longer than allowed"),
                                ("trade", "another trade"),
                            ],
                            max_length=6,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="note")),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="allocation.space",
                    ),
                ),
                (
                    "trade",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="festivals.trade",
                    ),
                ),
            ],
            options={
                "verbose_name": "inspection",
            },
        ),
        migrations.AddField(
            model_name="infraction",
            name="inspection",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="infractions",
                to="festivals.inspection",
            ),
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("toilet", "toilets"),
                            ("first_aid", "first aid"),
                            ("waste", "waste point"),
                            ("water", "drinking water"),
                            ("police", "police or fire brigade"),
                        ],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("position", django.contrib.gis.db.models.fields.PointField(srid=4326)),
                (
                    "festival",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="services",
                        to="festivals.festival",
                    ),
                ),
            ],
            options={
                "verbose_name": "service of a feast",
            },
        ),
        migrations.CreateModel(
            name="UnlicensedVendor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("event_id", models.UUIDField(unique=True)),
                ("position", django.contrib.gis.db.models.fields.PointField(srid=4326)),
                ("accuracy_m", models.FloatField(null=True)),
                ("seen_at", models.DateTimeField(verbose_name="when")),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("seen_by", models.CharField(max_length=150, verbose_name="who")),
                ("note", models.TextField(blank=True, default="", verbose_name="note")),
                (
                    "festival",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unlicensed",
                        to="festivals.festival",
                    ),
                ),
                (
                    "trade",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="festivals.trade",
                    ),
                ),
            ],
            options={
                "verbose_name": "vendor without patent",
            },
        ),
        migrations.CreateModel(
            name="WasteWeighing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("event_id", models.UUIDField(unique=True)),
                ("on_day", models.DateField(verbose_name="day")),
                (
                    "zone",
                    models.SlugField(
                        blank=True, default="", max_length=20, verbose_name="zone"
                    ),
                ),
                (
                    "kg",
                    models.DecimalField(
                        decimal_places=1, max_digits=8, verbose_name="kilograms"
                    ),
                ),
                (
                    "position",
                    django.contrib.gis.db.models.fields.PointField(null=True, srid=4326),
                ),
                ("weighed_by", models.CharField(max_length=150, verbose_name="who")),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="note")),
                (
                    "festival",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waste",
                        to="festivals.festival",
                    ),
                ),
            ],
            options={
                "verbose_name": "weighing of waste",
            },
        ),
        migrations.CreateModel(
            name="ConfiscatedItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("what", models.CharField(max_length=160, verbose_name="what")),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=2, max_digits=8, verbose_name="how many"
                    ),
                ),
                (
                    "confiscation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="festivals.confiscation",
                    ),
                ),
            ],
            options={
                "verbose_name": "confiscated thing",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("confiscation", "ordinal"),
                        name="confiscated_ordinal_is_single",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what__regex", "\\S")),
                        name="confiscateditem_what_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)),
                        name="confiscateditem_quantity_is_more_than_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Custody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("seized", "confiscated"),
                            ("handed", "handed over"),
                            ("returned", "returned to their owner"),
                            ("destroyed", "destroyed or given away"),
                        ],
                        max_length=9,
                        verbose_name="step",
                    ),
                ),
                ("giver", models.CharField(max_length=160, verbose_name="from")),
                ("receiver", models.CharField(max_length=160, verbose_name="to")),
                ("place", models.CharField(max_length=160, verbose_name="where")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "recorded_by",
                    models.CharField(max_length=150, verbose_name="recorded by"),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="note"
                    ),
                ),
                (
                    "confiscation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custody",
                        to="festivals.confiscation",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of custody",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("confiscation", "ordinal"), name="custody_step_is_single"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["seized", "handed", "returned", "destroyed"])
                        ),
                        name="custody_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giver__regex", "\\S")),
                        name="custody_giver_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("receiver__regex", "\\S")),
                        name="custody_receiver_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place__regex", "\\S")),
                        name="custody_place_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_by__regex", "\\S")),
                        name="custody_recorded_by_is_said",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="confiscation",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_by__regex", "\\S")),
                name="confiscation_made_by_is_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="infractionkind",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__regex", "\\S")),
                name="infractionkind_name_is_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="infractionkind",
            constraint=models.CheckConstraint(
                condition=models.Q(("legal_basis__regex", "\\S")),
                name="infractionkind_legal_basis_is_said",
            ),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["space", "-made_at"], name="inspection_of_space"),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.contrib.gis.db.models.functions.IsValid("position"),
                    models.Q(geo.constraints.IsEmpty("position"), _negated=True),
                ),
                name="inspection_position_is_valid",
                violation_error_message="The shape is empty or crosses itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.contrib.gis.db.models.functions.IsValid("measured"),
                    models.Q(geo.constraints.IsEmpty("measured"), _negated=True),
                ),
                name="inspection_measured_is_valid",
                violation_error_message="The shape is empty or crosses itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__in", ["holder", "substitute", "other", "nobody"])
                ),
                name="inspection_person_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "shown__in",
                        [
                            "valid",
                            "none",
                            "other_stand",
                            "other_feast",
                            "annulled",
                            "expired",
                            "unknown",
                        ],
                    )
                ),
                name="inspection_shown_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_by__regex", "\\S")),
                name="inspection_made_by_is_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(("allowed_m__gt", 0)),
                name="inspection_allowed_m_is_more_than_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(("frontage_m__gt", 0)),
                name="inspection_frontage_m_is_more_than_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("faults__contained_by", ["person", "patent", "length", "trade"])
                ),
                name="inspection_faults_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="infraction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.contrib.gis.db.models.functions.IsValid("position"),
                    models.Q(geo.constraints.IsEmpty("position"), _negated=True),
                ),
                name="infraction_position_is_valid",
                violation_error_message="The shape is empty or crosses itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="infraction",
            constraint=models.CheckConstraint(
                condition=models.Q(("recorded_by__regex", "\\S")),
                name="infraction_recorded_by_is_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="infraction",
            constraint=models.UniqueConstraint(
                fields=("event_id", "kind"), name="infraction_is_told_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="infraction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("space__isnull", False)),
                fields=("space", "kind", "on_day"),
                name="infraction_of_a_stand_is_once_a_day",
                violation_error_message="This stand was fined for that on this day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="infraction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("space__isnull", False), ("position__isnull", False), _connector="OR"
                ),
                name="infraction_has_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="infraction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("obligation__isnull", True), ("party__isnull", False), _connector="OR"
                ),
                name="infraction_fine_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.contrib.gis.db.models.functions.IsValid("position"),
                    models.Q(geo.constraints.IsEmpty("position"), _negated=True),
                ),
                name="service_position_is_valid",
                violation_error_message="The shape is empty or crosses itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["toilet", "first_aid", "waste", "water", "police"])
                ),
                name="service_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__regex", "\\S")), name="service_name_is_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="unlicensedvendor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.contrib.gis.db.models.functions.IsValid("position"),
                    models.Q(geo.constraints.IsEmpty("position"), _negated=True),
                ),
                name="unlicensedvendor_position_is_valid",
                violation_error_message="The shape is empty or crosses itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unlicensedvendor",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen_by__regex", "\\S")),
                name="unlicensedvendor_seen_by_is_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="wasteweighing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.contrib.gis.db.models.functions.IsValid("position"),
                    models.Q(geo.constraints.IsEmpty("position"), _negated=True),
                ),
                name="wasteweighing_position_is_valid",
                violation_error_message="The shape is empty or crosses itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="wasteweighing",
            constraint=models.CheckConstraint(
                condition=models.Q(("weighed_by__regex", "\\S")),
                name="wasteweighing_weighed_by_is_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="wasteweighing",
            constraint=models.CheckConstraint(
                condition=models.Q(("kg__gt", 0)),
                name="wasteweighing_kg_is_more_than_nothing",
            ),
        ),
    ]
