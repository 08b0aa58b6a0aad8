"""The thirteen steps from before at once, for an empty database. One that has begun with them goes on with them."""

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids

from ._search_index import build, drop


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("cases", "0001_initial"),
        ("cases", "0002_search_index"),
        ("cases", "0003_imported_rows"),
        ("cases", "0004_involvement"),
        ("cases", "0005_review"),
        ("cases", "0006_worked_by"),
        ("cases", "0007_groups_and_joining"),
        ("cases", "0008_letter_frame"),
        ("cases", "0009_alter_involvement_part"),
        ("cases", "0010_level"),
        ("cases", "0011_letter_concern"),
        ("cases", "0012_assignment"),
        ("cases", "0013_consultation_of_offices"),
    ]

    dependencies = [
        ("organisations", "0002_competence_rows"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                ("title", models.JSONField(help_text="{language: title}")),
                ("level", models.PositiveSmallIntegerField()),
                ("retired", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="cases.category",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Case",
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
                            ("unsorted", "Unsorted"),
                            ("suggestion", "Suggestion"),
                            ("claim", "Claim"),
                            ("misconduct", "Misconduct"),
                        ],
                        default="unsorted",
                        max_length=16,
                    ),
                ),
                (
                    "claim_channel",
                    models.PositiveSmallIntegerField(blank=True, help_text="article 31 (1) to (6)", null=True),
                ),
                ("title", models.CharField(max_length=200)),
                ("summary", models.CharField(help_text="the person's own first sentence, for lists", max_length=240)),
                ("channel", models.CharField(max_length=16)),
                ("received_at", models.DateTimeField()),
                (
                    "bucket",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("before", "Before"),
                        ],
                        default="new",
                        max_length=8,
                    ),
                ),
                ("step", models.CharField(default="", help_text="the drawn step at which it stands", max_length=32)),
                (
                    "facts",
                    models.JSONField(default=dict, help_text="what the procedure asks: named, written, competent, ..."),
                ),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
                    models.CharField(
                        choices=[("nobody", "Nobody"), ("petitioner", "Petitioner"), ("signed-slip", "Signed Slip")],
                        default="nobody",
                        max_length=16,
                    ),
                ),
                (
                    "refused_at",
                    models.DateTimeField(
                        blank=True, help_text="when the person said that it is not settled", null=True
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("checked_result", models.CharField(blank=True, default="", max_length=16)),
                ("file_salt", models.BinaryField(max_length=32)),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0, help_text="counts up with every action; a stale form is refused"
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handled_cases",
                        to="organisations.post",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_cases",
                        to="organisations.post",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        help_text="the case at the office that passed it on",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passed_on",
                        to="cases.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="organisations.unit",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.category",
                    ),
                ),
                (
                    "worked_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="the superior that has taken it over and works on it itself; the record of it is its involvement",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["handler", "bucket", "id"], name="case_handler"),
                    models.Index(fields=["organisation", "bucket", "id"], name="case_organisation"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("scopes", models.TextField()),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Web"),
                            ("visit", "Visit"),
                            ("phone", "Phone"),
                            ("letter", "Letter"),
                            ("email", "Email"),
                            ("transfer", "Transfer"),
                            ("import", "Import"),
                        ],
                        max_length=16,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("text", models.TextField()),
                ("wish", models.TextField(blank=True, default="", help_text="what the person hopes for")),
                ("place", models.CharField(blank=True, default="", max_length=200)),
                (
                    "happened",
                    models.CharField(blank=True, default="", help_text="when, in the person's words", max_length=80),
                ),
                ("language", models.CharField(default="zh-hans", max_length=8)),
                ("named", models.BooleanField(default=False)),
                (
                    "identity",
                    models.CharField(blank=True, default="", help_text="public id of the sealed record", max_length=12),
                ),
                (
                    "contact_by",
                    models.CharField(
                        blank=True, default="", help_text="how the person wants to be told", max_length=16
                    ),
                ),
                ("registered_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "read_back",
                    models.BooleanField(
                        default=False, help_text="an oral concern was read back to the person (条例 19)"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="concerns", to="cases.case"
                    ),
                ),
                (
                    "answer_read_at",
                    models.DateTimeField(
                        blank=True, help_text="had the answer that counts, where several ask", null=True
                    ),
                ),
                (
                    "left_at",
                    models.DateTimeField(
                        blank=True, help_text="taken back by the person, while others go on", null=True
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        blank=True,
                        choices=[("settled", "Settled"), ("not-settled", "Not Settled")],
                        default="",
                        help_text="whether it is settled, where several ask",
                        max_length=12,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("here", "Here"), ("pass-on", "Passed"), ("joint", "Joint")],
                        default="",
                        help_text="what they wanted, told so",
                        max_length=8,
                    ),
                ),
                ("level_acted_at", models.DateTimeField(blank=True, help_text="when the office did it", null=True)),
                (
                    "told",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="by which row the person was told who is competent",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.competence",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("level__in", ["pass-on", "joint"]), ("level_acted_at", None)),
                        fields=["case"],
                        name="concern_level_waits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("question", models.TextField()),
                ("asked_by", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, default="")),
                ("answered_by", models.CharField(blank=True, default="", max_length=40)),
                ("answered_title", models.CharField(blank=True, default="", max_length=120)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consultations", to="cases.case"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="organisations.unit",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                ("shown", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["unit", "answered_at"], name="consultation_open"),
                    models.Index(fields=["organisation", "answered_at"], name="consultation_office"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__isnull", False), ("organisation__isnull", False), ("unit", None)),
                            models.Q(("organisation", None), ("unit__isnull", False)),
                            _connector="OR",
                        ),
                        name="asked_unit_or_office",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_digest", models.BinaryField(max_length=32, unique=True)),
                ("sealed", models.BinaryField()),
                ("updated_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "concern",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="draft",
                        to="cases.concern",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exclusions", to="cases.case"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.post"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "post"), name="excluded_once")],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("from_petitioner", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=40)),
                ("actor_title", models.CharField(blank=True, default="", max_length=120)),
                ("text", models.TextField()),
                ("asks", models.BooleanField(default=False, help_text="the office asks the person for something")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="cases.case"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="cases.concern",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ReceiptCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("issued_at", models.DateTimeField()),
                (
                    "must_change",
                    models.BooleanField(default=False, help_text="a clerk has seen it: changed at first use"),
                ),
                (
                    "kept_at",
                    models.DateTimeField(blank=True, help_text="the person confirmed to have kept it", null=True),
                ),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("voided_why", models.CharField(blank=True, default="", max_length=16)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="cases.concern"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted"), ("issued", "Issued")],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("support", "Support"),
                            ("explain", "Explain"),
                            ("reject", "Not Support"),
                            ("adopt", "Adopt"),
                            ("adopt-partly", "Adopt Partly"),
                            ("not-adopt", "Not Adopt"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("claim", models.TextField(blank=True, default="")),
                ("facts", models.TextField(blank=True, default="")),
                ("decision", models.TextField(blank=True, default="")),
                ("basis", models.TextField(blank=True, default="")),
                ("recourse", models.JSONField(default=dict, help_text="the way up as it stood on the day of issue")),
                ("drafted_by", models.CharField(blank=True, default="", max_length=40)),
                ("issued_by", models.CharField(blank=True, default="", max_length=40)),
                ("issued_title", models.CharField(blank=True, default="", max_length=120)),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("number", models.CharField(blank=True, default="", max_length=80)),
                ("sent_back_note", models.TextField(blank=True, default="")),
                ("updated_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["draft", "submitted"])),
                        fields=("case",),
                        name="one_open_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "issued"), _negated=True), ("issued_at__isnull", False), _connector="OR"
                        ),
                        name="issued_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("kind", models.CharField(max_length=48)),
                ("title", models.JSONField(help_text="{language: title}")),
                ("number", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("signed_by", models.CharField(max_length=120)),
                ("parts", models.JSONField(help_text="[{heading, text}]")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="cases.case"
                    ),
                ),
                (
                    "reply",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="cases.reply",
                    ),
                ),
                (
                    "frame",
                    models.ForeignKey(
                        blank=True,
                        help_text="the words around it as they stood that day; empty for one from before Huiyin",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.frame",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        blank=True,
                        help_text="whose letter it is, where several people share the case; empty: everybody's",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.concern",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=16)),
                ("served_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(help_text="petitioner when their own page showed it", max_length=40)),
                ("proof", models.CharField(blank=True, default="", max_length=200)),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="services", to="cases.letter"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("letter", "channel"), name="served_once")],
            },
        ),
        migrations.CreateModel(
            name="Track",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=48)),
                ("pack_version", models.CharField(max_length=16)),
                ("state", models.CharField(max_length=48)),
                ("entered_at", models.DateTimeField()),
                ("background", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tracks", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["background", "id"],
                "constraints": [models.UniqueConstraint(fields=("case", "pack"), name="track_once")],
            },
        ),
        migrations.CreateModel(
            name="ExtensionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("deadline", models.CharField(max_length=48)),
                ("length", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("asked_by", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("approved_by", models.CharField(blank=True, default="", max_length=40)),
                ("approved_title", models.CharField(blank=True, default="", max_length=120)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="extension_requests", to="cases.case"
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="extension_requests", to="cases.track"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("approved_at__isnull", True), ("refused_at__isnull", True)),
                        fields=("case",),
                        name="one_open_extension_request",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("verb", models.CharField(max_length=48)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(help_text="post:<id>, petitioner, system:<job>", max_length=40)),
                (
                    "actor_title",
                    models.CharField(blank=True, default="", help_text="the post's title on that day", max_length=120),
                ),
                ("public", models.BooleanField(default=True)),
                ("note", models.TextField(blank=True, default="")),
                ("data", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["case", "id"], name="event_case")],
            },
        ),
        migrations.CreateModel(
            name="CaseScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    models.CharField(
                        help_text="o<id> an organisation, u<id> a unit, b<id> everything below", max_length=24
                    ),
                ),
                (
                    "bucket",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("before", "Before"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scopes", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["scope", "bucket", "case"], name="scope_bucket")],
                "constraints": [models.UniqueConstraint(fields=("scope", "case"), name="scope_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.BinaryField(max_length=32, unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="imported_rows",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("review", "Review"),
                            ("second-review", "Second Review"),
                            ("joint", "Joint"),
                            ("consulted", "Consulted"),
                            ("common-superior", "Common Superior"),
                            ("assigned-by", "Assigned By"),
                            ("leading", "Leading"),
                            ("taken-over", "Taken Over"),
                        ],
                        max_length=16,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="involvements", to="cases.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("case", "organisation", "part"),
                        name="involved_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("pack", models.CharField(help_text="the procedure under which it was asked for", max_length=48)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("panel", "Panel"),
                            ("review", "Review"),
                            ("second-review", "Second"),
                            ("objection", "Objection"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("late", "Late"),
                            ("asked", "Asked"),
                            ("begun", "Begun"),
                            ("submitted", "Submitted"),
                            ("issued", "Issued"),
                            ("turned-down", "Turned Down"),
                        ],
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_through",
                    models.CharField(help_text="petitioner, or the post that took the signed request", max_length=40),
                ),
                ("reasons", models.TextField()),
                ("in_time", models.BooleanField(default=True)),
                (
                    "admitted_why",
                    models.TextField(blank=True, default="", help_text="why a late request was taken on, or not"),
                ),
                (
                    "panel",
                    models.TextField(
                        blank=True, default="", help_text="members of the panel, one of them from outside"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("uphold", "Uphold"), ("change", "Change"), ("send-back", "Send Back")],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True, default="", help_text="support, explain or reject (art. 32)", max_length=16
                    ),
                ),
                ("claim", models.TextField(blank=True, default="")),
                ("facts", models.TextField(blank=True, default="")),
                ("decision", models.TextField(blank=True, default="")),
                ("basis", models.TextField(blank=True, default="")),
                (
                    "instructions",
                    models.TextField(
                        blank=True, default="", help_text="what the office must do, where it is sent back"
                    ),
                ),
                ("drafted_by", models.CharField(blank=True, default="", max_length=40)),
                ("sent_back_note", models.TextField(blank=True, default="")),
                ("issued_by", models.CharField(blank=True, default="", max_length=40)),
                ("issued_title", models.CharField(blank=True, default="", max_length=120)),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("recourse", models.JSONField(default=dict, help_text="the way up as it stood on the day of issue")),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="cases.case"
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="organisations.post",
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="cases.letter",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["organisation", "status", "id"], name="review_of_office")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["late", "asked", "begun", "submitted"])),
                        fields=("case", "pack"),
                        name="one_open_review",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "issued"), _negated=True), ("issued_at__isnull", False), _connector="OR"
                        ),
                        name="review_issued_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookedThrough",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_key", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ConcernMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("joined", "Joined"), ("alone", "Alone"), ("left", "Left")], max_length=8
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=40)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="cases.concern"
                    ),
                ),
                (
                    "from_case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moved_away", to="cases.case"
                    ),
                ),
                (
                    "to_case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moved_here",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("matter", models.TextField()),
                ("invite", models.CharField(max_length=12, unique=True)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=40)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="group", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupSlip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slips", to="cases.group"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("first", "First"), ("gate", "Gate"), ("slip", "Slip"), ("online", "Online")],
                        max_length=8,
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                (
                    "speaks_since",
                    models.DateTimeField(blank=True, help_text="named as a representative, since when", null=True),
                ),
                (
                    "concern",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="membership", to="cases.concern"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="cases.group"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("score", models.PositiveSmallIntegerField(help_text="percent of the words that both have")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("open", "Open"), ("joined", "Joined"), ("different", "Different")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=40)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "newer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alike_before", to="cases.case"
                    ),
                ),
                (
                    "older",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alike_later", to="cases.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["organisation", "verdict", "id"], name="alike_open")],
                "constraints": [models.UniqueConstraint(fields=("older", "newer"), name="alike_once")],
            },
        ),
        migrations.CreateModel(
            name="Repeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("by", models.CharField(choices=[("code", "Code"), ("matter", "Matter")], max_length=8)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=40)),
                ("told", models.TextField(blank=True, default="")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="repeats", to="cases.case"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="repeats",
                        to="cases.concern",
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="repeated_by", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("case", "earlier"), name="repeat_once")],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("assigned_by", models.CharField(max_length=40)),
                ("assigned_title", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("wanted", models.TextField(help_text="what is to be reported")),
                ("due_on", models.DateField()),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[("noted", "Noted"), ("given-back", "Given Back"), ("sealed", "Sealed")],
                        default="",
                        max_length=12,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assignment", to="cases.case"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResultReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
                ("by_title", models.CharField(max_length=120)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("settled", "Settled"),
                            ("explained", "Explained"),
                            ("other-way", "Other Way"),
                            ("goes-on", "Goes On"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField()),
                ("why_not", models.TextField(blank=True, default="")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("noted", "Noted"), ("sent-back", "Sent Back")],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                ("judged_by", models.CharField(blank=True, default="", max_length=40)),
                ("judged_title", models.CharField(blank=True, default="", max_length=120)),
                ("reasons", models.TextField(blank=True, default="")),
                ("new_due_on", models.DateField(blank=True, null=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="cases.assignment"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "waiting")), fields=("assignment",), name="one_report_waits"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "sent-back")),
                        fields=("assignment",),
                        name="report_sent_back_once",
                    ),
                ],
            },
        ),
        migrations.RunPython(build, drop),
    ]
