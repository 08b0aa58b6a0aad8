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
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("kind", models.CharField(choices=[("mediation", "Mediation"), ("hearing", "Hearing")], max_length=12)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("invited", "Invited"),
                            ("under-way", "Under Way"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("no-agreement", "No Agreement"),
                            ("agreed", "Agreed"),
                            ("held", "Held"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.TextField(help_text="what is talked about")),
                (
                    "within",
                    models.TextField(
                        blank=True, default="", help_text="what may be decided freely here, and by which rule"
                    ),
                ),
                (
                    "other_side",
                    models.CharField(blank=True, default="", help_text="as the letters call it", max_length=200),
                ),
                (
                    "led_by",
                    models.CharField(
                        choices=[("office", "Office"), ("committee", "Committee")], default="office", max_length=12
                    ),
                ),
                ("place", models.CharField(max_length=200)),
                ("meets_at", models.DateTimeField()),
                ("is_public", models.BooleanField(default=False)),
                (
                    "notice",
                    models.TextField(blank=True, default="", help_text="of a public hearing, without anybody's name"),
                ),
                (
                    "announced_at",
                    models.DateTimeField(blank=True, help_text="on the public page since then", null=True),
                ),
                (
                    "result",
                    models.TextField(blank=True, default="", help_text="how it ended; the opinion of a hearing"),
                ),
                ("invited_at", models.DateTimeField()),
                ("invited_by", models.CharField(max_length=40)),
                ("invited_title", models.CharField(max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="meetings", to="cases.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        help_text="the second review in which a hearing is held",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="cases.review",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["organisation", "status", "meets_at"], name="meeting_of_office"),
                    models.Index(fields=["announced_at", "meets_at"], name="meeting_announced"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["invited", "under-way"])),
                        fields=("case", "kind"),
                        name="one_open_meeting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("text", models.TextField()),
                ("written_by", models.CharField(max_length=40)),
                ("written_title", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("in_force_at", models.DateTimeField(blank=True, null=True)),
                ("broken_at", models.DateTimeField(blank=True, null=True)),
                ("broken_note", models.TextField(blank=True, default="")),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agreement", to="mediation.meeting"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("read_out", models.BooleanField(default=False)),
                ("written_by", models.CharField(max_length=40)),
                ("written_title", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="minutes", to="mediation.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("meeting", "number"), name="minutes_once")],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("other-side", "Other Side"),
                            ("village-mediator", "Village Mediator"),
                            ("mediator", "Mediator"),
                            ("chair", "Chair"),
                            ("member", "Member"),
                            ("expert", "Expert"),
                            ("companion", "Companion"),
                            ("interpreter", "Interpreter"),
                        ],
                        max_length=20,
                    ),
                ),
                ("called", models.CharField(max_length=80)),
                (
                    "comes_from",
                    models.CharField(blank=True, default="", help_text="an office, a village, a trade", max_length=120),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="participants", to="mediation.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(help_text="of the agreement")),
                (
                    "by",
                    models.CharField(
                        choices=[("office", "Office"), ("other", "Other"), ("person", "Person")], max_length=8
                    ),
                ),
                ("text", models.TextField()),
                ("due_on", models.DateField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="mediation.agreement"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("taking-part", "Taking Part"),
                            ("minutes", "Minutes"),
                            ("agreement", "Agreement"),
                            ("public-notice", "Public Notice"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="which version of the minutes or of the agreement"
                    ),
                ),
                ("side", models.CharField(choices=[("person", "Person"), ("other", "Other")], max_length=8)),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("correction", "Correction")], max_length=12
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                (
                    "how",
                    models.CharField(choices=[("page", "Page"), ("slip", "Slip"), ("spoken", "Spoken")], max_length=8),
                ),
                ("at", models.DateTimeField()),
                ("recorded_by", models.CharField(help_text="petitioner, or the post that took it down", max_length=40)),
                ("recorded_title", models.CharField(blank=True, default="", max_length=120)),
                (
                    "concern",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.concern",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spoken", to="mediation.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
    ]
