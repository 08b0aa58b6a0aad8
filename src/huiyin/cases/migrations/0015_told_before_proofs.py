from django.db import migrations


def keep_telling(apps, schema_editor):
    """Who was told by e-mail before addresses had to be confirmed goes on being told there."""
    concern, sealed = apps.get_model("cases", "Concern"), apps.get_model("vault", "SealedIdentity")
    told = concern.objects.filter(contact_by="email").exclude(identity="").values_list("identity", flat=True)
    for row in sealed.objects.filter(public_id__in=list(told), erased_at__isnull=True).iterator():
        if "email" in row.kept:
            row.proven = ["email"]
            row.save(update_fields=["proven"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_by_what_waits"), ("vault", "0002_proven_addresses")]

    operations = [migrations.RunPython(keep_telling, migrations.RunPython.noop)]
