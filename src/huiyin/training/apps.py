from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "huiyin.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import consequences, falling_due, handover, protecting, sections

        consequences.register()
        sections.register()
        falling_due.register()
        handover.offer()
        protecting.register()
