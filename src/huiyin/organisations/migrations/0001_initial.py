import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import huiyin.kernel.ids
import huiyin.kernel.time


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("username", models.CharField(max_length=64, unique=True)),
                ("display_name", models.CharField(max_length=60)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("zh-hans", "Simplified Chinese"),
                            ("zh-hant", "Traditional Chinese"),
                            ("en", "English"),
                        ],
                        default="zh-hans",
                        max_length=10,
                    ),
                ),
                ("single_keys", models.BooleanField(default=True)),
                ("is_active", models.BooleanField(default=True)),
                ("must_change_password", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=huiyin.kernel.time.now, editable=False)),
            ],
            options={
                "ordering": ("display_name", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["zh-hans", "zh-hant", "en"])), name="account_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("username", ""), _negated=True), name="account_username_given"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_in_key",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("path", models.CharField(db_index=True, default="", editable=False, max_length=255)),
                ("name", models.CharField(max_length=120)),
                ("short_name", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("county", "County government"),
                            ("county-bureau", "County bureau"),
                            ("city", "City government"),
                            ("township", "Township or subdistrict"),
                            ("school", "School"),
                            ("discipline-office", "Discipline office"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("region", models.CharField(default="CN", max_length=12)),
                ("zone", models.CharField(default="Asia/Shanghai", max_length=64)),
                ("public_body", models.BooleanField(default=True)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=60)),
                ("opening_hours", models.CharField(blank=True, max_length=200)),
                ("website", models.URLField(blank=True)),
                ("outside_body_name", models.CharField(blank=True, max_length=120)),
                ("outside_body_channel", models.TextField(blank=True)),
                ("roll_over_office", models.BooleanField(default=False)),
                ("roll_over_petitioner", models.BooleanField(default=True)),
                ("clock_numbers", models.JSONField(blank=True, default=dict)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("path",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["county", "county-bureau", "city", "township", "school", "discipline-office", "other"],
                            )
                        ),
                        name="organisation_kind",
                    ),
                    models.UniqueConstraint(fields=("parent", "name"), name="organisation_name_once_below_parent"),
                    models.UniqueConstraint(
                        condition=models.Q(("parent", None)), fields=("name",), name="organisation_name_once_at_root"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolClass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=60)),
                ("grade", models.CharField(max_length=40)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="classes",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("organisation", "name"), name="class_name_once")],
            },
        ),
        migrations.CreateModel(
            name="SchoolTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=60)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("first_day",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gt", models.F("first_day"))), name="term_ends_after_start"
                    ),
                    models.UniqueConstraint(fields=("organisation", "name"), name="term_name_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=80)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("organisation", "name"),
                        name="unit_name_once_in_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="unit_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadingGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.TextField(blank=True)),
                ("duties", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leading_groups",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "office_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_of",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("organisation", "name"),
                        name="group_name_once_in_organisation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=80)),
                ("roles", models.JSONField(blank=True, default=list)),
                ("is_head", models.BooleanField(default=False)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reports_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="organisations.post",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="organisations.unit"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("unit", "title"),
                        name="post_title_once_in_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reports_to", None),
                            models.Q(("reports_to", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="post_not_its_own_superior",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leader", "Group leader"),
                            ("deputy", "Deputy leader"),
                            ("office-director", "Director of the office"),
                            ("member", "Member"),
                        ],
                        max_length=20,
                    ),
                ),
                ("duties", models.TextField(blank=True)),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="organisations.leadinggroup",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_memberships",
                        to="organisations.post",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["leader", "deputy", "office-director", "member"])),
                        name="group_member_role",
                    ),
                    models.UniqueConstraint(fields=("group", "post"), name="post_once_in_group"),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "leader")), fields=("group",), name="group_has_one_leader"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("deputy", models.BooleanField(default=False)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "public_id",
                    models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="organisations.post",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"),
                        name="appointment_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("until_on__isnull", False), _connector="OR"),
                        name="appointment_ended_has_last_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deputy", False), ("until_on", None)),
                        fields=("post",),
                        name="post_has_one_open_principal",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)),
                        fields=("account", "post"),
                        name="account_holds_post_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Competence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=60)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="competences",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("category",),
                "constraints": [models.UniqueConstraint(fields=("organisation", "category"), name="competence_once")],
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="head_post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="heads",
                to="organisations.post",
            ),
        ),
    ]
