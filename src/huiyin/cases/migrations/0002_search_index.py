from django.db import migrations

from ._search_index import build, drop


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
