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
            name="HardCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("asked_title", models.CharField(max_length=120)),
                ("asked_at", models.DateTimeField()),
                ("tried", models.TextField()),
                ("asks", models.TextField()),
                (
                    "status",
                    models.CharField(
                        choices=[("up", "Up"), ("answered", "Answered"), ("closed", "Closed")],
                        default="up",
                        max_length=10,
                    ),
                ),
                (
                    "follows",
                    models.TextField(blank=True, default="", help_text="what follows from the answer, by who asked"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hard_cases", to="organisations.post"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hard_reports", to="cases.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["organisation", "status", "id"], name="hard_case_of_office")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["up", "answered", "closed"])), name="hard_status_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["up", "answered"])),
                        fields=("case",),
                        name="one_open_hard_report",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("sent_by", models.CharField(help_text="post:<id>, or the clock that sent it on", max_length=40)),
                ("sent_title", models.CharField(blank=True, default="", max_length=120)),
                ("sent_at", models.DateTimeField()),
                ("why", models.TextField(blank=True, default="")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("answered", "Answered"),
                            ("passed", "Passed"),
                            ("unanswered", "Unanswered"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("kind", models.CharField(blank=True, default="", help_text="answer or decision", max_length=8)),
                ("answer", models.TextField(blank=True, default="")),
                (
                    "to_person",
                    models.TextField(
                        blank=True, default="", help_text="what the person is told of it, where it concerns them"
                    ),
                ),
                ("discuss_on", models.DateField(blank=True, null=True)),
                ("discuss_with", models.TextField(blank=True, default="")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "hard_case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hops", to="instructions.hardcase"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hops", to="organisations.post"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["to", "status", "id"], name="hop_of_post")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "waiting")), fields=("hard_case",), name="one_hop_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "answered", "passed", "unanswered"])),
                        name="hop_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("superior_title", models.CharField(help_text="the title on that day", max_length=120)),
                ("superior_office", models.CharField(max_length=120)),
                ("paper_number", models.CharField(blank=True, default="", max_length=80)),
                ("dated_on", models.DateField()),
                ("subject", models.CharField(help_text="the matter", max_length=120)),
                ("text", models.TextField(help_text="the words as they stand on the paper")),
                ("must", models.TextField(help_text="what must be done about the matter")),
                ("due_on", models.DateField()),
                ("recorded_by", models.CharField(max_length=40)),
                ("recorded_title", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("reported", "Reported"),
                            ("followed", "Followed"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("result", models.TextField(blank=True, default="")),
                ("reported_by", models.CharField(blank=True, default="", max_length=40)),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("word", models.TextField(blank=True, default="", help_text="what the superior said to the result")),
                ("acknowledged_by", models.CharField(blank=True, default="", max_length=40)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("found", models.TextField(blank=True, default="", help_text="what was found when it was closed")),
                ("closed_by", models.CharField(blank=True, default="", max_length=40)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "answers",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructions_answered",
                        to="organisations.post",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructions",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        blank=True,
                        help_text="empty: a superior outside of this installation, whose word the office records",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.post",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["organisation", "status", "due_on"], name="instruction_of_office"),
                    models.Index(fields=["superior", "status", "due_on"], name="instruction_of_superior"),
                    models.Index(fields=["answers", "status", "due_on"], name="instruction_answered_by"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "reported", "followed", "closed"])),
                        name="instruction_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", False), _connector="OR"
                        ),
                        name="instruction_closed_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstructionCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "left_at",
                    models.DateTimeField(
                        blank=True, help_text="when the case was sealed, and the rest went on", null=True
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instructed", to="cases.case"
                    ),
                ),
                (
                    "instruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="instructions.instruction"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("instruction", "case"), name="instructed_once")],
            },
        ),
        migrations.CreateModel(
            name="InstructionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=40)),
                ("actor_title", models.CharField(blank=True, default="", max_length=120)),
                ("note", models.TextField(blank=True, default="")),
                (
                    "instruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="instructions.instruction",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["instruction", "id"], name="instruction_event")],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("text", models.TextField()),
                ("due_on", models.DateField()),
                ("found", models.TextField(blank=True, default="")),
                ("closed_by", models.CharField(blank=True, default="", max_length=40)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "instruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="instructions.instruction"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
    ]
