from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "huiyin.mediation"
    label = "mediation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases.actions import erasure, excluding, sealing
        from huiyin.tasks import origins

        from . import consequences, handover, letters, on_cases, wording
        from .actions import with_case
        from .actions.agreeing import ORIGIN
        from .actions.barring import when_barred

        consequences.register()
        handover.offer()
        letters.register()
        wording.register()
        on_cases.register()
        origins.register(ORIGIN, wording.AGREEMENT, on_cases.address)
        sealing.also_closes(with_case.close_with_case)
        erasure.also_erases(with_case.erase_with_concern)
        excluding.also_moves(when_barred)
