from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "huiyin.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import consequences, falling_due, handover, plan_cards, protecting, sections, wording

        protecting.register()
        consequences.register()
        wording.offer_numbers()
        sections.register()
        handover.offer()
        plan_cards.offer()
        falling_due.register()
