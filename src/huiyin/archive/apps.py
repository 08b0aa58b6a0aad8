from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "huiyin.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import sections, wording

        sections.register()
        wording.offer_numbers()
