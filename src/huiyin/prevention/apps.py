from django.apps import AppConfig


class PreventionConfig(AppConfig):
    name = "huiyin.prevention"
    label = "prevention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases.actions import sealing

        from . import consequences, falling_due, handover, sections, wording
        from .actions.linking import forget_case

        consequences.register()
        wording.offer_numbers()
        sections.register()
        handover.offer()
        sealing.also_closes(forget_case)
        falling_due.register()
