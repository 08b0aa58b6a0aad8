import secrets

from django.db import migrations, models

import huiyin.prevention.models.rounds

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def number_them(apps, schema_editor):
    """Each round that is there gets the number of its sheet."""
    rounds = apps.get_model("prevention", "Round")
    taken = set()
    for row in rounds.objects.filter(code="").only("pk").iterator():
        code = ""
        while not code or code in taken:
            code = "W" + "".join(secrets.choice(ALPHABET) for _ in range(4))
        taken.add(code)
        rounds.objects.filter(pk=row.pk).update(code=code)


class Migration(migrations.Migration):
    dependencies = [
        ("prevention", "0006_network"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="typed_title",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="round",
            name="code",
            field=models.CharField(default="", editable=False, max_length=8),
        ),
        migrations.RunPython(number_them, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="round",
            name="code",
            field=models.CharField(
                default=huiyin.prevention.models.rounds.new_code, editable=False, max_length=8, unique=True
            ),
        ),
    ]
