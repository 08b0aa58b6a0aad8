from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    name = "huiyin.receptions"
    label = "receptions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases import wording as case_wording
        from huiyin.cases.actions import erasure, excluding, levels, sealing

        from . import consequences, handover, letters, sections, wording
        from .actions import joint, with_case
        from .actions.barring import when_barred

        consequences.register()
        letters.register()
        levels.on_joint(joint.asked_for)
        handover.offer()
        sections.register()
        case_wording.register_events(wording.EVENTS, wording.EVENTS_TO_PERSON)
        excluding.also_moves(when_barred)
        sealing.also_closes(with_case.close_with_case)
        erasure.also_erases(with_case.erase_with_concern)
