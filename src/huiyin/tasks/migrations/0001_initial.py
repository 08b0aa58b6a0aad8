import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0005_review"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "origin",
                    models.CharField(
                        help_text="what it came of: reception, instruction, supervision, …", max_length=24
                    ),
                ),
                ("origin_id", models.CharField(help_text="public id of the thing there", max_length=12)),
                ("given_by", models.CharField(help_text="post:<id>", max_length=40)),
                ("given_title", models.CharField(help_text="the post's title on that day", max_length=120)),
                ("given_at", models.DateTimeField()),
                ("text", models.TextField()),
                ("due_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("given", "Given"),
                            ("acknowledged", "Acknowledged"),
                            ("reported", "Reported"),
                            ("accepted", "Accepted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="given",
                        max_length=12,
                    ),
                ),
                (
                    "promised",
                    models.BooleanField(default=False, help_text="a promise to the person, who reads it and its date"),
                ),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("result", models.TextField(blank=True, default="")),
                ("reported_by", models.CharField(blank=True, default="", max_length=40)),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="cases.case",
                    ),
                ),
                (
                    "given_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "given_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="organisations.post",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["organisation", "status", "due_on"], name="task_of_office"),
                    models.Index(fields=["post", "status", "due_on"], name="task_of_post"),
                    models.Index(fields=["given_organisation", "status", "due_on"], name="task_given_by_office"),
                    models.Index(fields=["given_by", "status", "due_on"], name="task_given_by_post"),
                    models.Index(fields=["origin", "origin_id"], name="task_origin"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["given", "acknowledged", "reported", "accepted", "withdrawn"])
                        ),
                        name="task_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "reported"), _negated=True),
                            ("reported_at__isnull", False),
                            _connector="OR",
                        ),
                        name="task_reported_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=40)),
                ("actor_title", models.CharField(blank=True, default="", max_length=120)),
                ("note", models.TextField(blank=True, default="")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="tasks.task"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["task", "id"], name="task_event_of_task")],
            },
        ),
    ]
