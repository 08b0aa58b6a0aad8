from django.apps import AppConfig


class CalloutsConfig(AppConfig):
    name = "huiyin.callouts"
    label = "callouts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import consequences, handover, sections

        consequences.register()
        handover.offer()
        sections.register()
