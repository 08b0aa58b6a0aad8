"""A competence has a text behind it and days from and until. Rows from before hold since the beginning of 2026."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids


def give_ids(apps: Any, schema_editor: Any) -> None:
    """A public id of its own for each row that is there."""
    for row in apps.get_model("organisations", "Competence").objects.all():
        row.public_id = huiyin.kernel.ids.public_id()
        row.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="competence", name="competence_once"),
        migrations.AlterModelOptions(name="competence", options={"ordering": ("category", "id")}),
        migrations.AlterField(
            model_name="competence",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="competences",
                to="organisations.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="competence",
            name="category",
            field=models.CharField(blank=True, help_text="a code of the taxonomy; empty: every subject", max_length=60),
        ),
        migrations.AlterField(
            model_name="competence",
            name="note",
            field=models.CharField(blank=True, help_text="what for, in words for the public", max_length=200),
        ),
        migrations.AddField(
            model_name="competence",
            name="area",
            field=models.CharField(
                blank=True, default="", help_text="words by which a place of its area is recognised", max_length=200
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="competence",
            name="source",
            field=models.CharField(
                blank=True, default="", help_text="the law with its article, or the office's paper", max_length=300
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="competence",
            name="from_on",
            field=models.DateField(default=dt.date(2026, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="competence",
            name="until_on",
            field=models.DateField(blank=True, help_text="the last day", null=True),
        ),
        migrations.AddField(
            model_name="competence",
            name="public_id",
            field=models.CharField(default="", editable=False, max_length=12),
            preserve_default=False,
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="competence",
            name="public_id",
            field=models.CharField(default=huiyin.kernel.ids.public_id, editable=False, max_length=12, unique=True),
        ),
        migrations.AddConstraint(
            model_name="competence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None)),
                fields=("organisation", "category", "area"),
                name="competence_once",
            ),
        ),
    ]
