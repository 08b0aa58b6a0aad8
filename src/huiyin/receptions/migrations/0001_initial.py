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
            name="ReceptionDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("on", models.DateField()),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField()),
                ("slot_minutes", models.PositiveSmallIntegerField()),
                ("place", models.CharField(max_length=200)),
                (
                    "matters",
                    models.CharField(blank=True, default="", help_text="what for; empty: everything", max_length=300),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("published", "Published"), ("cancelled", "Cancelled")],
                        default="published",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", help_text="why it was cancelled", max_length=300)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "instead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="receptions.receptionday",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.post"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "starts_at", "id"],
                "indexes": [
                    models.Index(fields=["organisation", "on"], name="reception_day_office"),
                    models.Index(fields=["on", "id"], name="reception_day_on"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "published")),
                        fields=("post", "on", "starts_at"),
                        name="reception_day_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="reception_day_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot_minutes__gte", 5)), name="reception_day_slot_long_enough"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reception_day_cancelled_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "slot",
                    models.PositiveSmallIntegerField(blank=True, help_text="empty: came without a booking", null=True),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(blank=True, help_text="of the queue, given on the day", null=True),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("booked", "Booked"),
                            ("here", "Here"),
                            ("called", "Called"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.BinaryField(help_text="digest of its code", max_length=32, null=True, unique=True)),
                (
                    "matter",
                    models.CharField(blank=True, default="", help_text="in the person's own words", max_length=500),
                ),
                ("needs", models.JSONField(default=list, help_text="what the person asked for, codes of NeedKind")),
                ("made_at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(blank=True, default="", help_text="why it was moved or cancelled", max_length=300),
                ),
                ("moved_by_office", models.BooleanField(default=False)),
                ("came_at", models.DateTimeField(blank=True, null=True)),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
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
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="receptions.receptionday",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("status", "cancelled"), _negated=True), ("slot__isnull", False)),
                        fields=("day", "slot"),
                        name="one_booking_a_place",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("day", "number"),
                        name="one_person_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reception",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("visit", "Visit"), ("phone", "Phone"), ("home", "Home"), ("group", "Group")],
                        max_length=8,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("planned", "Planned"),
                            ("begun", "Begun"),
                            ("written", "Written"),
                            ("shown", "Shown"),
                            ("agreed", "Agreed"),
                            ("objected", "Objected"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=12,
                    ),
                ),
                ("planned_for", models.DateTimeField(blank=True, null=True)),
                ("place", models.CharField(blank=True, default="", max_length=200)),
                ("subject", models.CharField(blank=True, default="", max_length=200)),
                ("asked_by_person", models.BooleanField(default=False)),
                (
                    "asked_words",
                    models.TextField(blank=True, default="", help_text="the request, in the person's own words"),
                ),
                (
                    "asked_through",
                    models.CharField(blank=True, default="", help_text="petitioner, or the post", max_length=40),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "people",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="of a group: how many are expected", null=True
                    ),
                ),
                ("representatives", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("joint", models.BooleanField(default=False)),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[("pass-on", "Passed"), ("joint", "Joint"), ("here", "Here")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                (
                    "received_by",
                    models.JSONField(default=list, help_text="titles of the posts, as they were on that day"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", help_text="why it was moved or called off", max_length=300
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "booking",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reception",
                        to="receptions.booking",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receptions",
                        to="cases.case",
                    ),
                ),
                (
                    "competent",
                    models.ForeignKey(
                        blank=True,
                        help_text="who is competent, as the person was told",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        blank=True,
                        help_text="whose reception it is; empty: of everybody whose case it is",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.concern",
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
                (
                    "day",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receptions",
                        to="receptions.receptionday",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["organisation", "status", "planned_for"], name="reception_office"),
                    models.Index(fields=["organisation", "begun_at"], name="reception_begun"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "home"), _negated=True),
                            models.Q(
                                ("asked_by_person", True),
                                models.Q(("asked_words", ""), _negated=True),
                                models.Q(("asked_through", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="home_visit_only_on_own_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("kind", "home"), _negated=True), ("place", ""), _connector="OR"),
                        name="home_visit_keeps_no_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("representatives__isnull", True), ("representatives__range", (1, 5)), _connector="OR"
                        ),
                        name="five_representatives_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("joint", True), _negated=True), ("case__isnull", False), _connector="OR"
                        ),
                        name="joint_reception_of_a_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("interpreter", "Interpreter"),
                            ("sign-language", "Sign"),
                            ("companion", "Companion"),
                            ("wheelchair", "Wheelchair"),
                            ("children", "Children"),
                            ("hearing", "Hearing"),
                            ("ride-home", "Ride"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("asked_through", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("arranged_at", models.DateTimeField(blank=True, null=True)),
                ("arranged_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "reception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="receptions.reception"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("demands", models.TextField(help_text="the main demands, in the person's own words")),
                ("law", models.TextField(blank=True, default="", help_text="what was explained of the law")),
                ("said", models.TextField(blank=True, default="", help_text="what else was said, by whom")),
                (
                    "promised",
                    models.JSONField(default=list, help_text="what was promised when it was shown: text, who, due"),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("written_by", models.CharField(max_length=40)),
                ("written_title", models.CharField(blank=True, default="", max_length=120)),
                ("written_at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(blank=True, null=True)),
                ("shown_how", models.CharField(blank=True, default="", help_text="page, or aloud", max_length=8)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reception",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="minutes", to="receptions.reception"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at", None), models.Q(("shown_at", None), _negated=True), _connector="OR"
                        ),
                        name="minutes_shown_before_agreed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("invited_at", models.DateTimeField()),
                ("invited_by", models.CharField(max_length=40)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acknowledged_by",
                    models.CharField(blank=True, default="", help_text="the post's title on that day", max_length=120),
                ),
                (
                    "officials",
                    models.CharField(blank=True, default="", help_text="which officials come, by post", max_length=300),
                ),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "urged",
                    models.CharField(blank=True, default="", help_text="how the office was urged", max_length=200),
                ),
                (
                    "told_up_at",
                    models.DateTimeField(blank=True, help_text="when the common superior was told", null=True),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "reception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="receptions.reception",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["organisation", "acknowledged_at", "id"], name="invitation_office")],
                "constraints": [
                    models.UniqueConstraint(fields=("reception", "organisation"), name="invited_to_it_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceptionReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("from_day", models.DateField()),
                ("until_day", models.DateField()),
                ("figures", models.JSONField(default=dict)),
                ("proposals", models.TextField(blank=True, default="")),
                ("handed_in_by", models.CharField(max_length=40)),
                ("handed_in_title", models.CharField(max_length=120)),
                ("handed_in_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("what", models.CharField(choices=[("sound", "sound"), ("picture", "picture")], max_length=8)),
                ("present", models.PositiveSmallIntegerField()),
                ("consenting", models.PositiveSmallIntegerField()),
                ("began_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recordings",
                        to="receptions.reception",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("present__gte", 2), ("consenting", models.F("present"))),
                        name="recording_with_everybodys_consent",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stopped_at", None)), fields=("reception",), name="one_recording_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "who",
                    models.CharField(
                        help_text="the concern's number, or the part at the table; never a name", max_length=60
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        choices=[("agrees", "Agrees"), ("corrects", "Corrects"), ("objects", "Objects")], max_length=10
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                ("through", models.CharField(help_text="petitioner, or the post that took it down", max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="receptions.minutes"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("said", "agrees"), models.Q(("text", ""), _negated=True), _connector="OR"),
                        name="correction_or_objection_in_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnTimes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "offer_days",
                    models.PositiveSmallIntegerField(help_text="working days to name a day that was asked for"),
                ),
                ("minutes_days", models.PositiveSmallIntegerField(help_text="working days to show the minutes")),
                ("acknowledge_hours", models.PositiveSmallIntegerField(help_text="hours to acknowledge an invitation")),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledge_hours__gte", 1), ("minutes_days__gte", 1), ("offer_days__gte", 1)
                        ),
                        name="own_times_are_some_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("label", models.CharField(max_length=60)),
                ("of_office", models.BooleanField(default=False)),
                ("consents", models.BooleanField(default=None, help_text="empty: not asked", null=True)),
                ("at", models.DateTimeField()),
                (
                    "reception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="receptions.reception",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("reception", "label"), name="participant_once")],
            },
        ),
    ]
