from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    name = "huiyin.receptions"
    label = "receptions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases import wording as case_wording
        from huiyin.cases.actions import levels

        from . import consequences, handover, sections, wording
        from .actions import joint

        consequences.register()
        levels.on_joint(joint.asked_for)
        handover.offer()
        sections.register()
        case_wording.register_events(wording.EVENTS, wording.EVENTS_TO_PERSON)
