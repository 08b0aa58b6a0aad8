"""What was understood of a file is kept with its lines, until drafts are begun from it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_printed_sheets")]

    operations = [
        migrations.AddField(
            model_name="sourcetext",
            name="reading",
            field=models.JSONField(
                default=dict,
                help_text="plans as understood, each with its lines; damaged lines, pages that are pictures",
            ),
        ),
    ]
