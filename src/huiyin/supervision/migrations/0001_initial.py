import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0006_worked_by"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Supervision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "origin",
                    models.CharField(choices=[("own", "Own"), ("person", "Person"), ("rule", "Rule")], max_length=8),
                ),
                ("rule", models.CharField(blank=True, default="", help_text="which rule proposed it", max_length=24)),
                (
                    "trigger",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("against-rules", "Against Rules"),
                            ("shirking", "Shirking"),
                            ("perfunctory", "Perfunctory"),
                            ("delay", "Delay"),
                            ("fraud", "Fraud"),
                            ("not-carried-out", "Not Carried Out"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("declined", "Declined"),
                        ],
                        max_length=8,
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("person_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "declined_why",
                    models.TextField(blank=True, default="", help_text="why it is not supervised; the person reads it"),
                ),
                (
                    "outcome",
                    models.TextField(
                        blank=True, default="", help_text="what came of it, in words that the person reads"
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, default="", max_length=40)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="supervisions", to="cases.case"
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
                "indexes": [models.Index(fields=["organisation", "status", "id"], name="supervision_office")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("rule", ""), _negated=True), fields=("case", "rule"), name="proposed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", False), _connector="OR"
                        ),
                        name="supervision_closed_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
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
                            ("urge", "Urge"),
                            ("improve", "Improve"),
                            ("correct", "Correct"),
                            ("list", "List"),
                            ("interview", "Interview"),
                            ("circulate", "Circulate"),
                            ("accountability", "Accountability"),
                        ],
                        max_length=16,
                    ),
                ),
                ("article", models.CharField(max_length=32)),
                ("wrong", models.TextField(help_text="what is late or badly handled: facts of the case")),
                ("demanded", models.TextField(help_text="what must be done")),
                (
                    "decided_by",
                    models.CharField(
                        blank=True, default="", help_text="the joint conference, where it decides", max_length=120
                    ),
                ),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
                ("by_title", models.CharField(max_length=120)),
                (
                    "adopted",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True, default="")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, default="", max_length=40)),
                ("answered_title", models.CharField(blank=True, default="", max_length=120)),
                ("not_enough", models.TextField(blank=True, default="", help_text="why the answer was not enough")),
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measures",
                        to="supervision.supervision",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None), ("not_enough", "")),
                        fields=("supervision",),
                        name="one_measure_unanswered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Accountability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "ground",
                    models.CharField(help_text="a ground of articles 42 to 46; see rules.GROUNDS", max_length=24),
                ),
                ("facts", models.TextField(help_text="how the case was handled")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("hearing", "Hearing"),
                            ("ordered", "Ordered"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=40)),
                ("opened_title", models.CharField(max_length=120)),
                ("heard", models.TextField(blank=True, default="", help_text="what the office or the post says")),
                ("objected", models.BooleanField(default=False, help_text="it does not accept it")),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("heard_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "consequence",
                    models.CharField(
                        blank=True,
                        choices=[("correction", "Correction"), ("discipline", "Discipline"), ("criminal", "Criminal")],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "decided_by",
                    models.CharField(blank=True, default="", help_text="the body that decided", max_length=120),
                ),
                ("reasons", models.TextField(blank=True, default="")),
                ("ordered", models.TextField(blank=True, default="")),
                ("due_on", models.DateField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("objection_answer", models.TextField(blank=True, default="")),
                ("carried_out", models.TextField(blank=True, default="")),
                ("carried_out_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_why", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="accountability", to="cases.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.post",
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accountability",
                        to="supervision.supervision",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["organisation", "standing", "id"], name="accountability_office")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "ordered"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                                ("due_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="accountability_is_decided_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TakeOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("reasons", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
                ("by_title", models.CharField(max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, default="", max_length=40)),
                ("given_back_why", models.TextField(blank=True, default="")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="take_overs", to="cases.case"
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.post"
                    ),
                ),
                (
                    "handler_before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.post",
                    ),
                ),
                (
                    "leader_before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.post",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("case",), name="taken_over_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pattern",
                    models.CharField(
                        choices=[
                            ("returned", "Returned"),
                            ("reopened", "Reopened"),
                            ("dissatisfied", "Dissatisfied"),
                            ("extended-twice", "Extended Twice"),
                            ("late", "Late"),
                        ],
                        max_length=16,
                    ),
                ),
                ("step", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "pattern", "step"), name="mark_once")],
            },
        ),
        migrations.CreateModel(
            name="Sign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(help_text="b<id>: an organisation and everything below it", max_length=24)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("any", "Any"),
                            ("late", "Late"),
                            ("unanswered", "Unanswered"),
                            ("asked", "Asked"),
                            ("returned", "Returned"),
                            ("reopened", "Reopened"),
                            ("not-done", "Not Done"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateTimeField(help_text="the day that was missed, or when it happened")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signs", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["scope", "reason", "since", "case"], name="sign_list")],
                "constraints": [models.UniqueConstraint(fields=("case", "reason", "scope"), name="sign_once")],
            },
        ),
    ]
