from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "huiyin.duty"
    label = "duty"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import consequences, falling_due, handover, sections, wording

        consequences.register()
        wording.offer_numbers()
        sections.register()
        handover.offer()
        falling_due.register()
