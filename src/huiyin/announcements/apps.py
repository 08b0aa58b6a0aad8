from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "huiyin.announcements"
    label = "announcements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import consequences, falling_due, handover, sections, wording

        consequences.register()
        wording.offer_numbers()
        sections.register()
        falling_due.register()
        handover.offer()
