"""PostgreSQL gets a second index on each indexed text for LIKE 'beginning%' from Django. Nothing looks here that way,
and each notice that goes out would be written into three of them twice."""

from django.db import migrations

TABLES = ("outbox_notice", "outbox_delivery", "outbox_attempt")
FOR_LIKE = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s) AND indexdef LIKE '%%\\_pattern\\_ops%%'"


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FOR_LIKE, [list(TABLES)])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("outbox", "0008_push")]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop, elidable=False)]
