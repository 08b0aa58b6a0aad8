from django.apps import AppConfig


class InstructionsConfig(AppConfig):
    name = "huiyin.instructions"
    label = "instructions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases.actions import excluding, sealing

        from . import consequences, handover, pages, wording
        from .actions.barring import when_barred
        from .actions.closing_with_case import close_with_case

        consequences.register()
        handover.offer()
        wording.offer()
        pages.offer()
        sealing.also_closes(close_with_case)
        excluding.also_moves(when_barred)
