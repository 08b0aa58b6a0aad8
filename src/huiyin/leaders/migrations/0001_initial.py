import datetime

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0009_alter_involvement_part"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("named_by", models.CharField(help_text="post:<id>, system:<job>", max_length=40)),
                (
                    "next_step",
                    models.CharField(blank=True, default="", help_text="what the leader does next", max_length=200),
                ),
                ("next_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "stage",
                    models.CharField(
                        choices=[("handling", "Handling"), ("aftercare", "Aftercare")],
                        default="handling",
                        max_length=12,
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        default=datetime.datetime(9000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                        help_text="the next date that the office owes in this case",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leads", to="cases.case"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leads", to="organisations.post"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("until", None)), fields=["post", "stage", "due_at", "id"], name="lead_board"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("case",), name="case_has_one_leader"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["handling", "aftercare"])), name="lead_stage_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeaderStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("study", "Study"),
                            ("talk", "Talk"),
                            ("visit", "Visit"),
                            ("deploy", "Deploy"),
                            ("inspect", "Inspect"),
                            ("solve", "Solve"),
                        ],
                        max_length=8,
                    ),
                ),
                ("on", models.DateField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=40)),
                ("actor_title", models.CharField(blank=True, default="", max_length=120)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="leaders.lead"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["actor", "on"], name="step_of_post")],
            },
        ),
        migrations.CreateModel(
            name="YearSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("title", models.CharField(help_text="the post's title in that year", max_length=120)),
                ("year", models.PositiveSmallIntegerField()),
                ("due", models.JSONField(default=list, help_text="[[leading group, duty as written], …]")),
                ("done", models.JSONField(default=list, help_text="[{duty, on, what: {language: text}, number}, …]")),
                ("kept_at", models.DateTimeField()),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="year_sheets", to="organisations.post"
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "id"],
                "constraints": [models.UniqueConstraint(fields=("post", "year"), name="sheet_once_a_year")],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("leaves_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("moved_at", models.DateTimeField(blank=True, null=True)),
                ("cases", models.JSONField(default=list)),
                ("gave_at", models.DateTimeField(blank=True, null=True)),
                ("gave_by", models.CharField(blank=True, default="", max_length=40)),
                ("took_at", models.DateTimeField(blank=True, null=True)),
                ("took_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, help_text="both have signed, or who left can't any more", null=True
                    ),
                ),
                (
                    "leaving",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="organisations.appointment",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="organisations.post"
                    ),
                ),
                (
                    "to_post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="takeovers", to="organisations.post"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(condition=models.Q(("ended_at", None)), fields=["post"], name="handover_open"),
                    models.Index(condition=models.Q(("ended_at", None)), fields=["to_post"], name="takeover_open"),
                ],
            },
        ),
    ]
