from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    name = "huiyin.receptions"
    label = "receptions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases import wording as case_wording

        from . import consequences, handover, sections, wording

        consequences.register()
        handover.offer()
        sections.register()
        case_wording.register_events(wording.EVENTS, wording.EVENTS_TO_PERSON)
