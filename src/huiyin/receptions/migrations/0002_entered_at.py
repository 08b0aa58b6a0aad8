from django.db import migrations, models

import huiyin.kernel.time


class Migration(migrations.Migration):
    """Of receptions from before it is not known when they were written down: they stay without."""

    dependencies = [("receptions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="reception", name="entered_at", field=models.DateTimeField(editable=False, null=True)
        ),
        migrations.AlterField(
            model_name="reception",
            name="entered_at",
            field=models.DateTimeField(
                default=huiyin.kernel.time.now,
                editable=False,
                help_text="when it was written down; empty: before this was kept",
                null=True,
            ),
        ),
    ]
