"""Cases that were late before this room was there stand on the supervisor's page from the first day."""

from django.db import migrations

SUPERIORS_OWN = "supervise"


def put_in(apps, schema_editor):
    clocks = apps.get_model("clocks", "Clock").objects.filter(
        subject_kind="case", waits_on="office", ended_at=None, missed_at__isnull=False
    )
    since = {}
    for name, subject, due_at in clocks.order_by("-due_at").values_list("name", "subject_id", "due_at").iterator():
        if not name.startswith(SUPERIORS_OWN):
            since[subject] = due_at  # the oldest comes last
    cases = apps.get_model("cases", "Case").objects.exclude(kind="misconduct").select_related("organisation")
    sign = apps.get_model("supervision", "Sign")
    names = list(since)
    for start in range(0, len(names), 500):
        rows = []
        for case in cases.filter(public_id__in=names[start : start + 500]):
            for key in case.organisation.path.strip("/").split("/"):
                rows += [
                    sign(scope=f"b{key}", case=case, reason=reason, since=since[case.public_id])
                    for reason in ("late", "any")
                ]
        sign.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("clocks", "0001_initial")]

    operations = [migrations.RunPython(put_in, migrations.RunPython.noop)]
