from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "huiyin.duty"
    label = "duty"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.organisations import watch

        from . import consequences, falling_due, handover, sections, wording
        from .queries import boards

        consequences.register()
        wording.offer_numbers()
        sections.register()
        handover.offer()
        falling_due.register()
        watch.register(boards.on_watch)
