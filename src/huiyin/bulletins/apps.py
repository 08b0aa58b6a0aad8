from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "huiyin.bulletins"
    label = "bulletins"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import consequences, falling_due, handover, protecting, sections, wording

        protecting.register()
        consequences.register()
        wording.offer_numbers()
        sections.register()
        falling_due.register()
        handover.offer()
